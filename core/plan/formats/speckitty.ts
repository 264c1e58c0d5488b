import { posix } from 'node:path';
import { boxItems } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow, type HeadingLine } from '../../markdown/outline.ts';
import { rangeIn } from '../../markdown/range.ts';
import { readCriteria } from '../criteria/criteria.ts';
import type { PlanDraft, TaskDraft } from '../draft.ts';
import { formatOfPlace } from '../find.ts';
import type { PlanFile, PlanReader } from '../read.ts';

/**
 * `kitty-specs/<mission>/tasks.md` of Spec Kitty: one phase, with each `## Work Package WP01: Title` as a task, which cites the
 * prompt that is written for it. Where its subtasks have boxes they say whether it is done; later versions keep that elsewhere.
 */
export const speckitty: PlanReader = { format: 'speckitty', detect, read };

function detect({ path, lines }: PlanFile): string | null {
  const [first] = packagesIn(lines);
  if (!first || !/\.md$/i.test(path)) return null;
  if (formatOfPlace(path) === 'speckitty') return 'its place, kitty-specs/*/tasks.md';
  return `the heading "${first.heading.heading.text}" on line ${first.heading.number}`;
}

function read({ path, content, lines }: PlanFile): PlanDraft {
  const packages = packagesIn(lines);
  const name = lines.find((line) => line.heading?.level === 1);
  const title = (name?.heading?.text ?? '').replace(/^Work Packages:\s+/i, '');
  const tasks = packages.map((one) => taskOf(one, { path, content, lines }));
  const phase = { id: '1', title, written: { label: '', title: '' }, line: name?.number ?? 1, tasks, criteria: [] };
  return { phases: tasks.length > 0 ? [phase] : [], problems: [] };
}

interface Package {
  readonly heading: HeadingLine;
  readonly id: string;
  readonly title: string;
}

function packagesIn(lines: readonly Line[]): Package[] {
  return lines.filter(isHeading).flatMap((heading) => {
    const [whole, id = ''] = /^Work Package (WP\d{2,4}):\s+/.exec(heading.heading.text) ?? [];
    if (whole === undefined || heading.heading.level !== 2) return [];
    const title = heading.heading.text.slice(whole.length).replace(/\s*\(Priority: P\d\).*$/, '');
    return [{ heading, id, title }];
  });
}

function taskOf({ heading, id, title }: Package, { path, content, lines }: PlanFile): TaskDraft {
  const below = linesBelow(lines, heading);
  const last = below.at(-1) ?? heading;
  const steps = boxItems(below);
  const at = heading.text.indexOf(id);
  const from = heading.text.indexOf(title, at);
  return {
    id,
    title,
    line: heading.number,
    column: 1,
    text: content.slice(heading.start, lines[last.number - 1]?.end).trimEnd(),
    ticked: steps.length > 0 && steps.every(({ box }) => box?.toLowerCase() === 'x'),
    spec: promptIn(path, below) ?? path,
    files: [],
    dependsOn: dependenciesIn(below) ?? { ids: [], line: heading.number, column: 1 },
    criteria: readCriteria(below, ['Independent Test']).criteria,
    ranges: { id: rangeIn(heading, at, at + id.length), title: rangeIn(heading, from, from + title.length) },
  };
}

/** `**Prompt**: tasks/WP01-name.md`, written from the mission, or from the repository with a slash in front. */
function promptIn(path: string, lines: readonly Line[]): string | undefined {
  for (const { text } of lines) {
    const written = /^\*\*Prompt:?\*\*:?\s+`?([^\s`]+\.md)/.exec(text)?.[1];
    if (written === undefined) continue;
    const fromRoot = /^\/?(kitty-specs\/.*)/.exec(written)?.[1];
    const folder = posix.dirname(path);
    if (fromRoot === undefined) return posix.join(folder, written);
    return posix.join(folder.slice(0, Math.max(0, folder.lastIndexOf('kitty-specs/'))), fromRoot);
  }
  return undefined;
}

/** `**Dependencies**: WP01`, `**Depends on:** WP01, WP02`, or what stands below `### Dependencies`. */
function dependenciesIn(lines: readonly Line[]): TaskDraft['dependsOn'] {
  const headed = lines.find((line) => line.heading !== null && /^Dependencies$/i.test(line.heading.text));
  const said = lines.find(({ kind, text }) => kind === 'text' && /^\*\*Depend(?:encies|s on):?\*\*/i.test(text));
  const own = said ? [said] : headed && isHeading(headed) ? linesBelow(lines, headed) : [];
  const ids = own.flatMap(({ text }) => text.match(/\bWP\d{2,4}\b/g) ?? []);
  const [first] = own;
  return first ? { ids, line: first.number, column: 1 } : null;
}

import { posix } from 'node:path';
import { isBlank, type Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow } from '../../markdown/outline.ts';
import { readCriteria } from '../criteria/criteria.ts';
import { asCitation } from '../../spec/citation.ts';
import type { PlanDraft, TaskDraft } from '../draft.ts';
import { formatOfPlace } from '../find.ts';
import { planPhases } from '../phases/plan-phases.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { besideTasks, headingTask, taskHeadings, type TaskHeading } from '../tasks/heading-task.ts';
import { saidDependencies } from '../tasks/said-dependencies.ts';

/**
 * `kitty-specs/<mission>/tasks.md` of Spec Kitty: one phase, with each `## Work Package WP01: Title` as a task, which cites the
 * prompt that is written for it. Where its subtasks have boxes they say whether it is done; later versions keep that elsewhere.
 */
export const speckitty: PlanReader = { format: 'speckitty', detect, read };

function detect(file: PlanFile): string | null {
  const { path, lines } = file;
  const [first] = /\.md$/i.test(path) ? packagesIn(lines) : [];
  if (!first) return null;
  if (formatOfPlace(path) === 'speckitty') return 'its place, kitty-specs/*/tasks.md';
  // Elsewhere it is one only where nothing else is planned in it.
  const mark = lines.find(({ text }) => /^(?:\*\*Prompt:?\*\*|#+ Included Subtasks\b)/.test(text));
  return mark && planPhases(file).word === null
    ? `the heading "${first.heading.heading.text}" on line ${first.heading.number} and "${mark.text.trim().slice(0, 40)}" on line ${mark.number}`
    : null;
}

function read({ path, content, lines }: PlanFile): PlanDraft {
  const packages = packagesIn(lines);
  const name = lines.find((line) => line.heading?.level === 1);
  const title = (name?.heading?.text ?? '').replace(/^Work Packages:\s+/i, '');
  const tasks = packages.map((one) => taskOf(one, { path, content, lines }));
  const phase = { id: '1', title, written: { label: '', title: '' }, line: name?.number ?? 1, tasks, criteria: [] };
  return {
    phases: tasks.length > 0 ? [phase] : [],
    problems: [],
    unparsed: besideTasks({ lines }, packages, /^(?:Work Package\b|WP\d)/i),
  };
}

/** `Work Package WP01: Title (Priority: P1)`, also `WP01 — Title`. */
function packagesIn(lines: readonly Line[]): TaskHeading[] {
  return taskHeadings(lines, /^(?:Work Package )?(WP\d{2,4})(?::|\s[—–-])\s+/).map((one) => ({
    ...one,
    title: one.title.replace(/\s*\(Priority: P\d\).*$/, ''),
  }));
}

function taskOf(named: TaskHeading, { path, content, lines }: PlanFile): TaskDraft {
  const { draft, below } = headingTask(content, lines, named);
  const prompt = promptIn(path, below) ?? path;
  return {
    ...draft,
    spec: asCitation(prompt) ?? prompt,
    files: [],
    ...dependenciesIn(below, lines),
    criteria: readCriteria(below, ['Independent Test']).criteria,
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

/** `**Dependencies**: WP01`, `**Depends on:** WP01–WP03`, or what stands below `### Dependencies`. */
function dependenciesIn(below: readonly Line[], lines: readonly Line[]): Pick<TaskDraft, 'dependsOn' | 'doubts'> {
  const headed = below.find((line) => line.heading !== null && /^Dependencies\b/i.test(line.heading.text));
  const own = below.flatMap((line) => {
    const [label] = /^\*\*Depend(?:encies|s on):?\*\*:?\s*/i.exec(line.text) ?? [];
    return line.kind === 'text' && label !== undefined ? [{ line, from: label.length }] : [];
  });
  if (own.length > 0) return saidDependencies(own.slice(0, 1), id);
  const listed = headed && isHeading(headed) ? linesBelow(lines, headed).filter((line) => !isBlank(line)) : [];
  return saidDependencies(
    listed.map((line) => ({ line, from: /^\s*(?:[-*+]\s+)?/.exec(line.text)?.[0].length ?? 0 })),
    id,
  );
}

const id = String.raw`WP\d{2,4}`;

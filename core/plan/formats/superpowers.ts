import { boxItems, type Item } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow, type HeadingLine } from '../../markdown/outline.ts';
import { rangeIn } from '../../markdown/range.ts';
import type { PlanDraft, TaskDraft } from '../draft.ts';
import { formatOfPlace } from '../find.ts';
import type { PlanFile, PlanReader } from '../read.ts';

/**
 * A plan of Superpowers, `docs/superpowers/plans/*.md`: one phase, with each `### Task 1: Title` as a task. What binds all of them stands
 * beside the tasks, so each of them cites the whole plan. The boxes below are its steps: done, it has all of them ticked.
 */
export const superpowers: PlanReader = { format: 'superpowers', detect, read };

function detect({ path, lines }: PlanFile): string | null {
  const tasks = taskHeadings(lines);
  const [first] = tasks;
  if (!first) return null;
  if (formatOfPlace(path) === 'superpowers') return 'its place, docs/superpowers/plans/*.md';
  const step = lines.find(({ kind, text }) => kind === 'text' && /^- \[[ xX]\] \*\*Step \d+:/.test(text));
  return step
    ? `the heading "${first.heading.heading.text}" on line ${first.heading.number} and a step on line ${step.number}`
    : null;
}

function read({ path, content, lines }: PlanFile): PlanDraft {
  const headings = taskHeadings(lines);
  const name = lines.find(({ heading }) => heading?.level === 1);
  const title = (name?.heading?.text ?? '').replace(/\s+Implementation Plan$/i, '');
  const tasks = headings.map((one) => taskOf(one, { path, content, lines }));
  const phase = { id: '1', title, written: { label: '', title: '' }, line: name?.number ?? 1, tasks, criteria: [] };
  return { phases: tasks.length > 0 ? [phase] : [], problems: [] };
}

interface Named {
  readonly heading: HeadingLine;
  readonly id: string;
  readonly title: string;
}

function taskHeadings(lines: readonly Line[]): Named[] {
  return lines.filter(isHeading).flatMap((heading) => {
    const [whole, id = ''] = /^Task\s+(\d{1,4}):\s+/.exec(heading.heading.text) ?? [];
    if (whole === undefined || heading.heading.level !== 3) return [];
    return [{ heading, id, title: heading.heading.text.slice(whole.length).trim() }];
  });
}

function taskOf({ heading, id, title }: Named, { path, content, lines }: PlanFile): TaskDraft {
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
    ticked: steps.length > 0 && steps.every(isTicked),
    spec: path,
    files: filesIn(below),
    dependsOn: null,
    ranges: { id: rangeIn(heading, at, at + id.length), title: rangeIn(heading, from, from + title.length) },
  };
}

function isTicked({ box }: Item): boolean {
  return box !== null && box.toLowerCase() === 'x';
}

/** Below `**Files:**`: `` - Modify: `src/a.ts:12-20` ``. */
function filesIn(lines: readonly Line[]): string[] {
  return lines.flatMap(({ kind, text }) => {
    if (kind !== 'text') return [];
    const [, how = '', path] =
      /^\s*[-*]\s+(Create|Modify|Test|Delete):\s+`([^`\s]+?)(?::\d[\d,–-]*)?`/.exec(text) ?? [];
    return path === undefined ? [] : [how === 'Delete' ? `delete:${path}` : path];
  });
}

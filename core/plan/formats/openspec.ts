import { boxItems, type Item } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow, type HeadingLine } from '../../markdown/outline.ts';
import { pieceOf, wholeOf } from '../criteria/criterion-pieces.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { headingRanges } from '../phases/heading-ranges.ts';
import { leftAside } from '../phases/left-aside.ts';
import { planPhases } from '../phases/plan-phases.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { besideTasks, headingTask, taskHeadings, type TaskHeading } from '../tasks/heading-task.ts';
import { itemTasks } from '../tasks/item-task.ts';
import { saidDependencies } from '../tasks/said-dependencies.ts';
import { checklist } from './checklist.ts';

/**
 * `openspec/changes/<id>/tasks.md`: boxes of any depth below headings such as `## 1. Title`, each of which is a phase. Authors
 * also write phases, or tasks as headings.
 */
export const openspec: PlanReader = {
  format: 'openspec',
  detect: ({ path }) => (place.test(path) ? 'its place, openspec/changes/*/tasks.md' : null),
  read,
};

const place = /(?:^|\/)openspec\/changes\/(?:archive\/)?[^/]+\/(?:[^/]+\/)*tasks\.md$/;

function read(file: PlanFile): PlanDraft {
  const draft = readTasks(file);
  const tight = file.lines.filter(({ text }) => /^\s*[-*]\[[xX]\]/.test(text));
  const told = tight.map(({ number }) => ({
    line: number,
    endLine: number,
    reason: 'OpenSpec counts this box, and to Markdown it is none: write it as "- [x] ".',
  }));
  return { ...draft, unparsed: [...(draft.unparsed ?? []), ...told].toSorted((a, b) => a.line - b.line) };
}

function readTasks(file: PlanFile): PlanDraft {
  const lines = file.lines.map(asTheyCount);
  const groups = lines.filter(isHeading).flatMap((heading) => groupOf(heading) ?? []);
  if (groups.length > 0) return ofGroups(file, lines, groups);
  const tasks = taskHeadings(lines, /^Task\s+(\d{1,4}(?:\.\d{1,4})*):\s+/i);
  if (tasks.length > 1) return ofHeadings(file, lines, tasks);
  const counted = { ...file, lines };
  const { word, phases, problems, unparsed } = planPhases(counted);
  return word === null ? checklist.read(counted) : { phases, problems, unparsed };
}

/** Its own tools count boxes inside of code as well, and so do we: else the two would never agree. */
export function asTheyCount(line: Line): Line {
  const counts = (line.kind === 'code' || line.kind === 'indented-code') && /^\s*[-*]\s*\[[\sxX]\]/.test(line.text);
  return counts ? { ...line, kind: 'text' } : line;
}

/** `## 1. Title` */
function groupOf(heading: HeadingLine): TaskHeading | null {
  if (heading.heading.level !== 2) return null;
  const [whole, id = ''] = /^(\d{1,4})\.(?:\s+|$)/.exec(heading.heading.text) ?? [];
  return whole === undefined ? null : { heading, id, title: heading.heading.text.slice(whole.length).trim() };
}

function ofGroups({ path, content }: PlanFile, lines: readonly Line[], groups: readonly TaskHeading[]): PlanDraft {
  const taken = new Set<Line>();
  const phases = groups.map(({ heading, id, title }): PhaseDraft => {
    const items = boxItems(linesBelow(lines, heading));
    for (const { lines: own } of items) for (const line of own) taken.add(line);
    const ranges = headingRanges(heading, id, title);
    const tasks = itemTasks(items, content, path, [id]);
    return { id, title, line: heading.number, tasks, criteria: [], ranges };
  });
  const others = boxItems(lines.filter((line) => !taken.has(line)));
  const unparsed = leftAside(others, 'These boxes stand below no numbered group.');
  return { phases, problems: [], unparsed };
}

function ofHeadings({ path, content }: PlanFile, lines: readonly Line[], named: readonly TaskHeading[]): PlanDraft {
  const tasks = named.map((one): TaskDraft => {
    const { draft, below, steps } = headingTask(content, lines, one);
    return { ...draft, ...dependenciesIn(below), spec: path, files: [], criteria: steps.flatMap(criterionOf) };
  });
  return {
    phases: [{ id: '1', title: '', written: { label: '', title: '' }, line: 1, tasks, criteria: [] }],
    problems: [],
    unparsed: besideTasks({ lines }, named, /^Task\b/i),
  };
}

/** `**Dependencies**: Tasks 1.1–1.4, 2`, or `None`; other words say nothing that could be followed, and the order does. */
function dependenciesIn(lines: readonly Line[]): Pick<TaskDraft, 'dependsOn' | 'doubts'> {
  for (const line of lines) {
    const [whole] = /^\s*\*{0,2}Dependencies:?\*{0,2}\s*:?\s*\*{0,2}\s*/i.exec(line.text) ?? [];
    if (whole === undefined) continue;
    return saidDependencies([{ line, from: whole.length }], String.raw`\d{1,4}(?:\.\d{1,4})*`);
  }
  return { dependsOn: null };
}

function criterionOf(item: Item) {
  const [first] = item.lines;
  const piece = pieceOf(first, first.text.length - item.head.length);
  return piece ? wholeOf([piece]) : [];
}

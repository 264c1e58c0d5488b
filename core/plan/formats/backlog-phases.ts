import { outerItems } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import { chain, linesBelow, splitNumber, type HeadingLine, type Part } from '../../markdown/outline.ts';
import { readCriteria } from '../criteria/criteria.ts';
import type { PhaseDraft, TaskDraft } from '../draft.ts';
import type { FindingRow, FindingTable } from '../findings/finding-table.ts';
import { headingRanges } from '../phases/heading-ranges.ts';
import { withoutTasks } from '../phases/without-tasks.ts';
import type { Unparsed } from '../plan.ts';
import { itemTasks } from '../tasks/item-task.ts';
import type { PlanFile } from '../read.ts';
import { slug } from '../tasks/slug.ts';
import { phaseHeading } from '../phases/phase-heading.ts';

interface StepsHeading {
  readonly id: string;
  readonly title: string;
  readonly line: HeadingLine;
}

/**
 * `### Phase 6.1 — title` above numbered steps, in a section about the order of work. Elsewhere a phase is where
 * findings come from.
 */
export function stepsHeading({ heading, own, above }: Part): StepsHeading | null {
  const phase = heading && above && phaseHeading(heading);
  if (!phase || !own.some((line) => line.kind === 'text' && isNumbered(line))) return null;
  const isInOrder = chain(above).some(
    ({ heading: outer }) =>
      outer && outer.heading.level > 1 && /\b(?:order|sequence|implementation)\b|顺序|实施/i.test(outer.heading.text),
  );
  return isInOrder ? { ...phase, line: heading } : null;
}

interface StepsPhase {
  readonly phase: PhaseDraft;
  readonly unparsed: readonly Unparsed[];
}

/** The phase below such a heading: each step is a task, and the backlog is what it cites. */
export function stepsPhase({ path, content, lines }: PlanFile, part: Part): StepsPhase | null {
  const heading = stepsHeading(part);
  if (!heading) return null;
  const { id, title, line } = heading;
  const below = linesBelow(lines, line);
  const { criteria, taken, unread } = readCriteria(below);
  const items = outerItems(below.filter(({ number }) => !taken.has(number)));
  const steps = items.filter(({ lines: [first] }) => isNumbered(first));
  const tasks = itemTasks(steps, content, path);
  const phase = { id, title, line: line.number, tasks, criteria, ranges: headingRanges(line, id, title) };
  return { phase, unparsed: withoutTasks(unread, tasks) };
}

function isNumbered({ text }: Line): boolean {
  return /^\s*\d{1,9}[.)]\s/.test(text);
}

/** Under a heading that says backlog, findings with their severity and effort are the tasks of one phase. */
export function tablePhase(path: string, { heading }: Part, tables: readonly FindingTable[]): PhaseDraft[] {
  const rows = tables.flatMap((table) => (table.plansWork ? table.rows : []));
  if (!heading || heading.heading.level === 1 || rows.length === 0) return [];
  const { number, text } = splitNumber(heading.heading.text);
  if (!/\bbacklog\b|待办|バックログ/i.test(text)) return [];
  return [
    {
      id: number === '' ? slug(text) : number,
      title: text,
      written: { label: number, title: text },
      line: heading.number,
      tasks: rows.map((row) => rowTask(path, row)),
      criteria: [],
      ranges: headingRanges(heading, number, text),
    },
  ];
}

function rowTask(path: string, { finding, line, id, place, effort }: FindingRow): TaskDraft {
  return {
    id: finding.id === '' ? slug(finding.title) : finding.id,
    title: finding.title,
    line: finding.line,
    column: id.range?.column ?? finding.range.column,
    text: line.text,
    ticked: finding.state === 'fixed',
    dependsOn: null,
    // A section without a file is one of the backlog itself.
    spec: place.text.startsWith('§') ? `${path} ${place.text}` : place.text,
    files: [],
    effort: effort.text,
    ranges: {
      ...(id.range && { id: id.range }),
      title: finding.range,
      ...(place.range && { spec: place.range }),
      ...(effort.range && { effort: effort.range }),
    },
  };
}

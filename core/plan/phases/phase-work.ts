import type { Diagnostic } from '../../lint/diagnostic.ts';
import { bareRange } from '../../markdown/bare-range.ts';
import { boxItems, itemTitle, outerItems, type Item } from '../../markdown/items.ts';
import { parseLabel } from '../../markdown/label.ts';
import type { Line } from '../../markdown/lines.ts';
import { rangeIn } from '../../markdown/range.ts';
import { readCriteria } from '../criteria/criteria.ts';
import { criterionKind } from '../criteria/criterion-kind.ts';
import type { TaskDraft } from '../draft.ts';
import { itemTasks } from '../tasks/item-task.ts';
import { leftAside } from './left-aside.ts';
import { itemsUnderDeliverables, itemsUnderTasks, linesAside, linesUnderTasks, listsOf, onlyItems } from './lists.ts';
import type { Criterion, Unparsed } from '../plan.ts';
import { leadingId } from '../tasks/leading-id.ts';
import { withoutTasks } from './without-tasks.ts';
import { workBoxes } from './work-boxes.ts';
import type { PlanFile } from '../read.ts';
import { readTaskTables } from '../tasks/task-table.ts';
import { unreadTables } from '../tasks/unread-table.ts';

/** What the lines of a phase hold. */
export interface PhaseWork {
  readonly tasks: readonly TaskDraft[];
  readonly criteria: readonly Criterion[];
  readonly problems: readonly Diagnostic[];
  readonly unparsed: readonly Unparsed[];
}

/**
 * Reads the first of the shapes that a phase has: task tables, boxes, a list under Tasks or under Deliverables, its only
 * list. What else looks like tasks is left aside. `sections` are the ids that an id of a task may start with.
 */
export function readWork({ path, content }: PlanFile, lines: readonly Line[], sections: readonly string[]): PhaseWork {
  const { criteria, taken, unread } = readCriteria(lines);
  const rest = lines.filter((line) => !taken.has(line.number));
  const { found, tasks, problems, unparsed } = readTaskTables(path, rest);
  const tablesAside = unreadTables(rest);
  if (found) {
    const others = [...boxItems(rest), ...itemsUnderTasks(rest)].toSorted((a, b) => startOf(a) - startOf(b));
    const aside = leftAside(others, 'This list stands beside the task table of its phase, which holds the tasks.');
    return {
      tasks,
      criteria: orDeliverable(criteria, rest),
      problems,
      unparsed: [...unparsed, ...tablesAside, ...aside, ...withoutTasks(unread, tasks)],
    };
  }
  const boxes = workBoxes(rest);
  const list = listOf(rest, boxes, tablesAside.length > 0);
  const checks = list.items.filter(isCheck);
  const listed = itemTasks(
    list.items.filter((item) => !isCheck(item)),
    content,
    '',
    sections,
  );
  const known = [...criteria, ...checks.map(checkOf)];
  return {
    tasks: listed,
    criteria: list.isOutcome ? known : orDeliverable(known, rest),
    problems: [],
    unparsed: [
      ...tablesAside,
      ...(list.items.length > 0 ? boxesBeside(boxes, list.items) : noTasksIn(rest)),
      ...withoutTasks(unread, listed),
    ],
  };
}

function boxesBeside(boxes: readonly Item[], tasks: readonly Item[]): Unparsed[] {
  const known = new Set(tasks.flatMap((task) => task.lines));
  const others = boxes.filter(({ lines: [first] }) => !known.has(first));
  return leftAside(others, 'These boxes stand beside the tasks of their phase, under words that name no tasks.');
}

function noTasksIn(lines: readonly Line[]): Unparsed[] {
  return [...listsOf(lines).flatMap(({ items }) => leftAside(items, noTasks)), ...headingsOfTasks(lines)];
}

/** `### 1.1 Parser`, `### Task 1.1: Parser`: it may be a task, or a chapter. */
function headingsOfTasks(lines: readonly Line[]): Unparsed[] {
  const named = lines.filter(({ heading }) => {
    return heading !== null && /^(?:tasks?\s+[\p{L}\d]{1,6}|\d{1,4}[A-Z]?\.\d{1,4})(?![\p{L}])/iu.test(heading.text);
  });
  return named.map(({ number, heading }) => ({
    line: number,
    endLine: number,
    reason: `The heading "${heading?.text.slice(0, 80) ?? ''}" may be a task, but tasks are no headings; write boxes or a table.`,
  }));
}

const noTasks = 'This list may hold tasks, but nothing says so; write boxes, or put it under "Tasks".';

interface List {
  readonly items: readonly Item[];
  readonly isOutcome: boolean;
}

/** Where a heading or label says "Tasks", no box elsewhere is one. */
function listOf(phase: readonly Line[], boxes: readonly Item[], besideTable: boolean): List {
  const aside = new Set(linesAside(phase));
  const lines = phase.filter((line) => !aside.has(line));
  const underTasks = new Set(linesUnderTasks(lines));
  const tasks = outerItems([...underTasks]);
  const isWork = (box: Item): boolean => {
    const [first] = box.lines;
    if (aside.has(first)) return isNamedAsTask(box);
    return tasks.length === 0 || underTasks.has(first);
  };
  const work = boxes.filter(isWork);
  if (tasks.length > 0) {
    const isBoxed = work.some(({ lines: [first] }) => underTasks.has(first));
    return { items: isBoxed ? work : tasks, isOutcome: false };
  }
  if (work.length > 0) return { items: work, isOutcome: false };
  const deliverables = itemsUnderDeliverables(lines);
  if (deliverables.length > 0) return { items: deliverables, isOutcome: true };
  return { items: besideTable ? [] : onlyItems(phase), isOutcome: false };
}

/** `T011` and `1.4` name tasks also below a heading such as Verification; `R1` there names a risk. */
function isNamedAsTask({ head }: Item): boolean {
  return /^(?:T-?)?\d/.test(leadingId(head)?.id ?? '');
}

/** A phase that says nothing else may be told by its deliverable, or by how it is verified. */
function orDeliverable(criteria: readonly Criterion[], lines: readonly Line[]): readonly Criterion[] {
  if (criteria.length > 0) return criteria;
  return readCriteria(lines, ['Deliverable', 'Verify', 'Independent Test', '验证', '検証']).criteria;
}

/** `- Verify: …` at the end of a list says how to tell that the phase is done. */
function isCheck({ box, head }: Item): boolean {
  const name = parseLabel(head)?.name ?? '';
  return box === null && /^(?:verify|verification|done when|exit criteri(?:a|on)|验证|验收|検証)$/i.test(name);
}

function checkOf(item: Item): Criterion {
  const [first] = item.lines;
  const text = itemTitle(item);
  const from = first.text.length - item.head.length;
  const label = parseLabel(text);
  const words = label?.rest ?? text;
  const at = label?.rest ? first.text.indexOf(label.rest.slice(0, 20), from) : from;
  const range = bareRange(first, Math.max(at, from)) ?? rangeIn(first);
  return { text: words, line: first.number, kind: criterionKind(words), range };
}

function startOf({ lines: [first] }: Item): number {
  return first.number;
}

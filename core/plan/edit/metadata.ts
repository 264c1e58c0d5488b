import { fail, type Result } from '../../failure.ts';
import { startsBlock } from '../../markdown/items.ts';
import { isBlank, markdownLines, type Line } from '../../markdown/lines.ts';
import { workBoxes } from '../phases/work-boxes.ts';
import { isMarkdown, type Plan, type Task } from '../plan.ts';
import { changedMeanwhile } from './change.ts';
import { readPlan } from '../read.ts';
import { ownEntries, parseEntry } from '../tasks/metadata-entry.ts';
import { edited, endingOf, taskLines, type Edit } from './edit.ts';
import { formIn, metadataLine, withValue, writeMetadata, type Key, type MetadataLine } from './metadata-line.ts';

/** What a claim writes below the item of a task: a branch, and a word. */
export type Metadata = Readonly<Partial<Record<Key, string>>>;

const keys: readonly Key[] = ['branch', 'status'];

/**
 * The plan with a claim or a state below the item of a task: the value of a `branch:` or `status:` line is replaced
 * within its quotes, and a line that is missing is added in the form that the file has elsewhere. The whole item must
 * be as it was read, so that nobody writes over the claim of another; and what is written must be read back, or it is
 * refused, because a claim that nobody sees is none.
 */
export function setMetadata(content: string, plan: Plan, task: Task, wanted: Metadata): Result<Edit> {
  const written = editItem(content, plan, task, (item, lines, first) => {
    const form = formIn(lines, first);
    const added = keys.flatMap((key) => {
      const value = wanted[key];
      const isThere = item.some(({ metadata }) => metadata?.key === key);
      return value === undefined || isThere ? [] : [{ text: writeMetadata(first.text, form, key, value), ending: '' }];
    });
    const last = item.findLastIndex((line) => line.isHead || line.metadata);
    return item.map((line) => replaced(line, wanted)).toSpliced(last + 1, 0, ...added);
  });
  return readBack(written, plan, task, wanted);
}

/** The plan without the `branch:` and `status:` lines of a task: as it was before the claim. */
export function clearMetadata(content: string, plan: Plan, task: Task): Result<Edit> {
  const cleared = editItem(content, plan, task, (item) => item.filter(({ metadata }) => metadata === null));
  return readBack(cleared, plan, task, { branch: '', status: '' });
}

/** The edit, if who reads the plan next sees the same task with what was wanted. */
function readBack(edit: Result<Edit>, plan: Plan, task: Task, wanted: Metadata): Result<Edit> {
  if (!edit.ok || edit.value.noPlace.length > 0) return edit;
  const { phases } = readPlan(plan.path, edit.value.content, plan.format);
  const again = phases.flatMap(({ tasks }) => tasks).find(({ line }) => line === task.line);
  const lost = keys.find((key) => wanted[key] !== undefined && again?.[key] !== wanted[key]);
  if (again?.id === task.id && again.title === task.title && lost === undefined) return edit;
  const message =
    `Unexpected lines below task ${task.id}, expected such that ${lost ?? 'the task'} can be read back after a change; ` +
    'write its branch and its status as "  - branch: `name`" below its first line, once each';
  return fail('broken-plan', message, { path: plan.path, line: task.line, column: 1 });
}

interface Written {
  readonly text: string;
  /** Empty at the end of a file, and for a line that is to get the ending of the others. */
  readonly ending: string;
}

interface ItemLine extends Written {
  /** Whether it belongs to the item's first paragraph. */
  readonly isHead: boolean;
  readonly metadata: MetadataLine | null;
}

type Item = readonly [ItemLine, ...ItemLine[]];

function editItem(
  content: string,
  plan: Plan,
  task: Task,
  rewrite: (item: Item, lines: readonly Line[], first: Line) => readonly Written[],
): Result<Edit> {
  if (!isMarkdown(plan)) return edited(plan.path, content, [], [task.id]);
  const lines = markdownLines(content);
  const own = taskLines(plan, task, lines);
  if (!own.ok) return own;
  const below = entriesBelow(lines, own.value);
  const claimed = claimedMeanwhile(plan, task, below);
  if (claimed) return claimed;
  const item = readItem(content, lines, own.value, below);
  if (!item) return edited(plan.path, content, [], [task.id]);
  const newline = item[0].ending || (/\r?\n/.exec(content)?.[0] ?? '\n');
  const before = item.map(({ text, ending }) => text + ending).join('');
  const whole = rewrite(item, lines, own.value[0])
    .map(({ text, ending }) => text + (ending || newline))
    .join('');
  // A file that ends without a newline goes on doing so.
  const after = before.endsWith('\n') ? whole : whole.replace(/\r?\n$/, '');
  return edited(plan.path, content, before === after ? [] : [{ line: task.line, before, after }]);
}

type Entries = ReadonlyMap<Line, MetadataLine>;

/** What stands below the boxes that are nested in the item, and speaks of the item. */
function entriesBelow(lines: readonly Line[], [first]: readonly [Line, ...Line[]]): Entries {
  const { below = [] } = workBoxes(lines).find((item) => item.lines[0] === first) ?? {};
  return entriesIn([first, ...below]);
}

function entriesIn(lines: readonly Line[]): Entries {
  const own = ownEntries(lines).map(metadataLine);
  return new Map(lines.flatMap((line, index) => (own[index] ? [[line, own[index]] as const] : [])));
}

/** What stands there is no part of the task's text, so that it has to be compared by itself. */
function claimedMeanwhile(plan: Plan, task: Task, below: Entries): ReturnType<typeof changedMeanwhile> | null {
  const end = task.line + task.text.split('\n').length;
  const last = new Map([...below].map(([line, entry]) => [entry.key, { line, ...entry }]));
  for (const { key, line, start, end: to } of last.values()) {
    const isAbove = (task.ranges[key]?.line ?? Infinity) < end;
    if (isAbove || line.text.slice(start, to).trim() === task[key]) continue;
    return changedMeanwhile(plan.path, line.number, `${key}: ${task[key]}`, line.text);
  }
  return null;
}

/**
 * The item down to the last line that is written to, boxes that are nested in it included. Null where the task is no
 * list item, so that nothing can stand below it.
 */
function readItem(
  content: string,
  lines: readonly Line[],
  own: readonly [Line, ...Line[]],
  below: Entries,
): Item | null {
  const [first, ...others] = own;
  // Behind any other blank than these, such as a lone return, nothing can be nested that is seen as such again.
  if (!/^\uFEFF?[ \t]*(?:[-*+]|\d{1,9}[.)])\s/.test(first.text)) return null;
  const entries = new Map([...entriesIn(own), ...below]);
  const paragraph = others.findIndex((line) => isBlank(line) || startsBlock(line) || parseEntry(line));
  const end = paragraph < 0 ? others.length : paragraph;
  const last = [...below.keys()].at(-1)?.number ?? first.number + others.length;
  return [itemLine(first, true), ...lines.slice(first.number, last).map((line, index) => itemLine(line, index < end))];

  function itemLine(line: Line, isHead: boolean): ItemLine {
    return { text: line.text, ending: endingOf(content, line), isHead, metadata: entries.get(line) ?? null };
  }
}

function replaced(line: ItemLine, wanted: Metadata): Written {
  const value = line.metadata ? wanted[line.metadata.key] : undefined;
  return line.metadata && value !== undefined ? { ...line, text: withValue(line.text, line.metadata, value) } : line;
}

import type { Result } from '../../failure.ts';
import { startsBlock } from '../../markdown/items.ts';
import { indentOf, isBlank, markdownLines, type Line } from '../../markdown/lines.ts';
import type { Plan, Task } from '../plan.ts';
import { edited, endingOf, taskLines, type Edit } from './edit.ts';
import { formIn, readMetadata, withValue, writeMetadata, type Key, type MetadataLine } from './metadata-line.ts';

/** What a claim writes below the item of a task: a branch, and a word. */
export type Metadata = Readonly<Partial<Record<Key, string>>>;

const keys: readonly Key[] = ['branch', 'status'];

/**
 * The plan with a claim or a state below the item of a task: the value of a `branch:` or `status:` line is replaced
 * within its quotes, and a line that is missing is added in the form that the file has elsewhere. The whole item must
 * be as it was read, so that nobody writes over the claim of another.
 */
export function setMetadata(content: string, plan: Plan, task: Task, wanted: Metadata): Result<Edit> {
  return editItem(content, plan, task, (item, lines) => {
    const [{ text: first }] = item;
    const form = formIn(lines, first);
    const added = keys.flatMap((key) => {
      const value = wanted[key];
      const isThere = item.some(({ metadata }) => metadata?.key === key);
      return value === undefined || isThere ? [] : [{ text: writeMetadata(first, form, key, value), ending: '' }];
    });
    const last = item.findLastIndex((line) => line.isHead || line.metadata);
    return item.map((line) => replaced(line, wanted)).toSpliced(last + 1, 0, ...added);
  });
}

/** The plan without the `branch:` and `status:` lines of a task: as it was before the claim. */
export function clearMetadata(content: string, plan: Plan, task: Task): Result<Edit> {
  return editItem(content, plan, task, (item) => item.filter(({ metadata }) => metadata === null));
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
  rewrite: (item: Item, lines: readonly Line[]) => readonly Written[],
): Result<Edit> {
  // An entry's lines are TOML and may look like anything.
  if (plan.format === 'toml') return edited(plan.path, content, [], [task.id]);
  const lines = markdownLines(content);
  const own = taskLines(plan, task, lines);
  if (!own.ok) return own;
  const item = readItem(content, own.value);
  if (!item) return edited(plan.path, content, [], [task.id]);
  const newline = item[0].ending || (/\r?\n/.exec(content)?.[0] ?? '\n');
  const before = item.map(({ text, ending }) => text + ending).join('');
  const whole = rewrite(item, lines)
    .map(({ text, ending }) => text + (ending || newline))
    .join('');
  // A file that ends without a newline goes on doing so.
  const after = before.endsWith('\n') ? whole : whole.replace(/\r?\n$/, '');
  return edited(plan.path, content, before === after ? [] : [{ line: task.line, before, after }]);
}

/** Null where the task is no list item, so that nothing can stand below it. */
function readItem(content: string, [first, ...others]: readonly [Line, ...Line[]]): Item | null {
  if (!/^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(first.text)) return null;
  const paragraph = others.findIndex((line) => isBlank(line) || startsBlock(line) || readMetadata(line));
  const end = paragraph < 0 ? others.length : paragraph;
  // What stands deeper than a detail above it belongs to that one: `status: 404` may be a thing to build.
  let level = Infinity;
  return [
    itemLine(first, true),
    ...others.map((line, index) => {
      if (index < end) return itemLine(line, true);
      if (line.kind === 'text' && !isBlank(line)) level = Math.min(level, indentOf(line));
      return itemLine(line, false, indentOf(line) <= level ? readMetadata(line) : null);
    }),
  ];

  function itemLine(line: Line, isHead: boolean, metadata: MetadataLine | null = null): ItemLine {
    return { text: line.text, ending: endingOf(content, line), isHead, metadata };
  }
}

function replaced(line: ItemLine, wanted: Metadata): Written {
  const value = line.metadata ? wanted[line.metadata.key] : undefined;
  return line.metadata && value !== undefined ? { ...line, text: withValue(line.text, line.metadata, value) } : line;
}

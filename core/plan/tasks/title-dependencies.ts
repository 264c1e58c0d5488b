import { bareRange } from '../../markdown/bare-range.ts';
import { startsBlock, type Item } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import type { Doubt, WrittenDependencies } from '../draft.ts';
import type { Task } from '../plan.ts';
import { endsOf, isId, parseIds } from './dependencies.ts';

interface TitleDependencies {
  readonly written: WrittenDependencies | null;
  readonly ranges: Task['ranges'];
  readonly doubts: readonly Doubt[];
}

/**
 * `(depends on T001, T002)`, `[after 1.1]` or `depends on T001` at the end, in the words of an item. Words in
 * parentheses that cannot be followed are a doubt; outside of them they are prose. `known` has the ids of the items.
 */
export function dependenciesInTitle(item: Item, known: ReadonlySet<string>): TitleDependencies | null {
  let doubt: TitleDependencies | null = null;
  for (const [index, line] of item.lines.entries()) {
    if (line.kind !== 'text' || (index > 0 && startsBlock(line))) return doubt;
    const found = dependenciesOn(line, known);
    if (found?.written) return found;
    doubt ??= found;
  }
  return doubt;
}

/** These say nothing but what a task waits for. */
const clear = 'depends on|blocked by|依赖(?:于)?|依存';
/** These say other things as well: `(after lunch)`, `(needs Node 24)`. */
const unclear = 'after|needs|requires';

const enclosed = new RegExp(
  String.raw`(?:[(（]|\[)(?:(${clear})|(?:${unclear})(?=[:：\s]))[:：]?\s{0,5}([^()（）[\]]{1,300})(?:[)）]|\](?!\())`,
  'i',
);
const atEnd = /(?:^|[\s,;，；—–-])(?:depends on|blocked by)[:：]?\s{1,5}([^()（）[\]]{1,300})$/i;
const repeated = new RegExp(String.raw`(?:${clear}|\b(?:${unclear})\b)[:：]?`, 'gi');

function dependenciesOn(line: Line, known: ReadonlySet<string>): TitleDependencies | null {
  const inside = enclosed.exec(line.text);
  if (inside) {
    const [whole, isClear, words = ''] = inside;
    const ids = parseIds(words.replaceAll(repeated, ' '));
    const isTasks = ids.length > 0 && ids.flatMap(endsOf).every((id) => isId(id) && (isClear || isTaskId(id, known)));
    const end = inside.index + whole.length - 1;
    if (isTasks) return written(line, ids, end - words.length, end);
    const names = words.split(/[\s,;，；、]+/).some((word) => isTaskId(word, known));
    return isClear || names ? unread(line, inside.index, whole) : null;
  }
  const [, words = ''] = atEnd.exec(line.text.trimEnd()) ?? [];
  const ids = parseIds(words);
  const end = line.text.trimEnd().length;
  return ids.length > 0 && ids.flatMap(endsOf).every(isId) ? written(line, ids, end - words.length, end) : null;
}

/** `2.0` may be a version, and `M1` a milestone. */
function isTaskId(id: string, known: ReadonlySet<string>): boolean {
  return known.has(id) || /^T-?\d{2,6}[a-z]?$/.test(id);
}

function written(line: Line, ids: readonly string[], from: number, to: number): TitleDependencies | null {
  const range = bareRange(line, from, to);
  if (!range) return null;
  return { written: { ids, line: line.number, column: range.column }, ranges: { dependsOn: range }, doubts: [] };
}

function unread(line: Line, at: number, words: string): TitleDependencies {
  const message = `Unexpected "${words}", expected ids of tasks separated by commas, as in "(depends on T001, T002)"; write these alone`;
  const doubt = { rule: 'dependency', message, line: line.number, column: at + 1 };
  return { written: null, ranges: {}, doubts: [doubt] };
}

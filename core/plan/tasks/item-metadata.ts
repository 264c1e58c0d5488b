import { bareRange, bareText } from '../../markdown/bare-range.ts';
import { itemTitle, readItem, startsBlock, type Item } from '../../markdown/items.ts';
import { indentOf, isBlank, type Line } from '../../markdown/lines.ts';
import { rangeIn, type Range } from '../../markdown/range.ts';
import { criterionKind } from '../criteria/criterion-kind.ts';
import { isId, parseIds } from './dependencies.ts';
import type { WrittenDependencies } from '../draft.ts';
import { parseFiles } from './files.ts';
import type { Criterion, TaskField } from '../plan.ts';

/** What the lines below an item's first line say about it: `branch: x`, `- status: complete`, `**Files**: …`. */
export interface ItemMetadata {
  status: string;
  branch: string;
  effort: string;
  files: readonly string[];
  dependsOn: WrittenDependencies | null;
  criteria: Criterion[];
  ranges: Partial<Record<TaskField, Range>>;
}

/** A line whose words do not fit its key is prose, and stays a part of the task's text alone. */
export function itemMetadata(item: Item): ItemMetadata {
  const metadata: ItemMetadata = {
    status: '',
    branch: '',
    effort: '',
    files: [],
    dependsOn: null,
    criteria: [],
    ranges: {},
  };
  // What stands above the nested boxes is nearer, and counts.
  readEntries(item.below, 0, metadata);
  readEntries(item.lines, 1, metadata);
  return metadata;
}

/** Whether a line is metadata by its key, so that it is not part of the item's title. */
export function isMetadata(line: Line): boolean {
  return parseEntry(line) !== null;
}

type Key = 'branch' | 'status' | 'files' | 'dependsOn' | 'effort' | 'criteria';

interface Entry {
  readonly key: Key;
  readonly line: Line;
  /** Where the value starts in the line. */
  readonly from: number;
  readonly value: string;
}

const keys: readonly (readonly [Key, RegExp])[] = [
  ['branch', /^(?:branch|分支|ブランチ)$/i],
  ['status', /^(?:status|state|状态|状態)$/i],
  ['files', /^(?:files?|paths?|文件|ファイル)$/i],
  ['dependsOn', /^(?:depends(?: on)?|dependenc(?:y|ies)|blocked by|依赖|依存)$/i],
  ['effort', /^(?:effort|estimate|工作量|工数|見積)$/i],
  [
    'criteria',
    /^(?:verify|verification|done when|(?:acceptance|exit|completion)(?: criteri(?:a|on))?|验证|验收(?:标准)?|完成条件|検証|完了条件)$/i,
  ],
];

function readEntries(lines: readonly Line[], from: number, metadata: ItemMetadata): void {
  let index = from;
  for (let line = lines[index]; line; line = lines[index]) {
    const entry = parseEntry(line);
    if (entry?.key === 'criteria') {
      const { criteria, next } = criteriaIn(lines, index, entry.from);
      for (const criterion of criteria) metadata.criteria.push(criterion);
      index = next;
    } else {
      if (entry) readEntry(entry, metadata);
      index++;
    }
  }
}

function parseEntry(line: Line): Entry | null {
  if (line.kind !== 'text') return null;
  const [whole, name = ''] =
    /^\s*(?:[-*+]\s+)?[*_]{0,2}([\p{L}][\p{L} ]{1,30})[*_]{0,2}\s?[:：][*_]{0,2}/u.exec(line.text.slice(0, 400)) ?? [];
  const key = keys.find(([, names]) => names.test(name.trim()))?.[0];
  if (whole === undefined || key === undefined) return null;
  return { key, line, from: whole.length, value: line.text.slice(whole.length).trim() };
}

function readEntry({ key, line, from, value }: Entry, metadata: ItemMetadata): void {
  const range = bareRange(line, from);
  if (!range) return;
  if (key === 'branch' || key === 'status') {
    const word = wordOf(value);
    if (word === null) return;
    metadata[key] = word;
    const at = line.text.indexOf(word, from);
    metadata.ranges[key] = rangeIn(line, at, at + word.length);
  } else if (key === 'effort') {
    metadata.effort = value;
    metadata.ranges.effort = range;
  } else if (key === 'files') {
    const files = parseFiles(value);
    if (files.some((file) => /\s/.test(file))) return;
    metadata.files = files;
    metadata.ranges.files = range;
  } else if (key === 'dependsOn') {
    const ids = parseIds(value);
    if (!ids.every(isId)) return;
    metadata.dependsOn = { ids, line: line.number, column: range.column };
    metadata.ranges.dependsOn = range;
  }
}

/** `complete`, with or without marks around it; null for a sentence. */
function wordOf(value: string): string | null {
  const [, code] = /^`([^`]+)`/.exec(value) ?? [];
  const word = code?.trim() ?? bareText(value);
  return /^[^\s,;，；]+(?: [^\s,;，；]+)?$/u.test(word) ? word : null;
}

/**
 * The text behind the key, which may go on below it; without one, the list that is nested below the key. `next` is the
 * line behind what it read, so that no line is read twice however deep such lists are nested.
 */
function criteriaIn(lines: readonly Line[], index: number, from: number): { criteria: Criterion[]; next: number } {
  const line = lines[index];
  let next = index + 1;
  if (!line) return { criteria: [], next };
  const range = bareRange(line, from);
  if (range) {
    const text = paragraph(lines, index, from);
    return { criteria: [{ text, line: line.number, kind: criterionKind(text), range }], next };
  }
  const criteria: Criterion[] = [];
  const isOutside = (each: Line) => indentOf(each) <= indentOf(line);
  for (let first = lines[next]; first && !isOutside(first); first = lines[next]) {
    const item = readItem(lines, next, isOutside);
    if (!item) break;
    const written = bareRange(first, first.text.length - item.head.length);
    const title = itemTitle(item);
    if (written) criteria.push({ text: title, line: first.number, kind: criterionKind(title), range: written });
    next = item.next;
  }
  return { criteria, next };
}

function paragraph(lines: readonly Line[], index: number, from: number): string {
  let text = lines[index]?.text.slice(from).trim() ?? '';
  let next = index + 1;
  for (let line = lines[next]; line && !isBlank(line) && !startsBlock(line); line = lines[++next]) {
    if (isMetadata(line)) break;
    text += ` ${line.text.trim()}`;
  }
  return text;
}

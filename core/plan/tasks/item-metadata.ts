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
  for (const [index, line] of item.lines.entries()) {
    const entry = index === 0 ? null : parseEntry(line);
    if (entry) readEntry(entry, index, item.lines, metadata);
  }
  return metadata;
}

/** Whether a line is metadata by its key, so that it is not part of the item's title. */
export function isMetadata(line: Line): boolean {
  return parseEntry(line) !== null;
}

/** Whether a line is a key such as `- **Acceptance criteria**:`, whose list stands below it. */
export function opensCriteria(line: Line): boolean {
  const entry = parseEntry(line);
  return entry?.key === 'criteria' && entry.value === '';
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

function parseEntry(line: Line): Entry | null {
  if (line.kind !== 'text') return null;
  const [whole, name = ''] =
    /^\s*(?:[-*+]\s+)?[*_]{0,2}([\p{L}][\p{L} ]{1,30})[*_]{0,2}\s?[:：][*_]{0,2}/u.exec(line.text.slice(0, 400)) ?? [];
  const key = keys.find(([, names]) => names.test(name.trim()))?.[0];
  if (whole === undefined || key === undefined) return null;
  return { key, line, from: whole.length, value: line.text.slice(whole.length).trim() };
}

function readEntry(
  { key, line, from, value }: Entry,
  index: number,
  lines: readonly Line[],
  metadata: ItemMetadata,
): void {
  if (key === 'criteria') metadata.criteria.push(...criteriaIn(lines, index, from));
  const range = bareRange(line, from);
  if (!range || key === 'criteria') return;
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
  } else {
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

/** The text behind the key, which may go on below it; without one, the list that is nested below the key. */
function criteriaIn(lines: readonly Line[], index: number, from: number): Criterion[] {
  const line = lines[index];
  if (!line) return [];
  const text = paragraph(lines, index, from);
  const range = bareRange(line, from);
  if (range) return [{ text, line: line.number, kind: criterionKind(text), range }];
  const criteria: Criterion[] = [];
  for (let item = readItem(lines, index + 1); item; item = readItem(lines, item.next)) {
    const [first] = item.lines;
    if (indentOf(first) <= indentOf(line)) break;
    const written = bareRange(first, first.text.length - item.head.length);
    const title = itemTitle(item);
    if (written) criteria.push({ text: title, line: first.number, kind: criterionKind(title), range: written });
  }
  return criteria;
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

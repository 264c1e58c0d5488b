import { bareRange } from '../../markdown/bare-range.ts';
import { itemTitle, readItem, startsBlock, type Item } from '../../markdown/items.ts';
import { indentOf, isBlank, type Line } from '../../markdown/lines.ts';
import { rangeIn, type Range } from '../../markdown/range.ts';
import { criterionKind } from '../criteria/criterion-kind.ts';
import { endsOf, isId, parseIds } from './dependencies.ts';
import type { Doubt, WrittenDependencies } from '../draft.ts';
import { parseFiles } from './files.ts';
import { ownEntries, parseEntry, wordOf, type MetadataEntry } from './metadata-entry.ts';
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
  doubts: Doubt[];
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
    doubts: [],
  };
  // What stands above the nested boxes is nearer, and counts.
  readEntries([item.lines[0], ...item.below], metadata);
  readEntries(item.lines, metadata);
  return metadata;
}

/** Whether a line is metadata by its key, so that it is not part of the item's title. */
export function isMetadata(line: Line): boolean {
  return parseEntry(line) !== null;
}

/** Whether a line is a key such as `- **Acceptance criteria**:`, whose list stands below it. */
export function opensCriteria(line: Line): boolean {
  const entry = parseEntry(line);
  return entry?.key === 'criteria' && line.text.slice(entry.from).trim() === '';
}

/** The last one counts, and nobody can tell whether its author meant that. */
function repeated({ line, nameStart, nameEnd }: MetadataEntry, before: Range, { column }: Range): Doubt {
  const message =
    `Unexpected second "${line.text.slice(nameStart, nameEnd)}" of one task, expected none beside that on line ${before.line}; ` +
    'make one line of the two';
  return { rule: 'duplicate-id', message, line: line.number, column };
}

/** The entries behind the item's first line. */
function readEntries(lines: readonly Line[], metadata: ItemMetadata): void {
  const own = ownEntries(lines);
  let index = 1;
  for (let line = lines[index]; line; line = lines[index]) {
    const entry = parseEntry(line);
    if (entry?.key === 'criteria') {
      const { criteria, next } = criteriaIn(lines, index, entry.from);
      for (const criterion of criteria) metadata.criteria.push(criterion);
      index = next;
      continue;
    }
    if (entry) readOnce(entry, entry.key, own[index] !== null, metadata);
    index++;
  }
}

function readOnce(entry: MetadataEntry, key: FieldKey, isOwn: boolean, metadata: ItemMetadata): void {
  const before = metadata.ranges[key];
  if (key !== 'branch' && key !== 'status') readEntry(entry, key, metadata);
  else if (isOwn) readWord(entry, key, metadata);
  const after = metadata.ranges[key];
  if (before && after && before !== after && isOwn) metadata.doubts.push(repeated(entry, before, after));
}

type FieldKey = Exclude<MetadataEntry['key'], 'criteria'>;

function readWord(entry: MetadataEntry, key: 'branch' | 'status', metadata: ItemMetadata): void {
  const word = wordOf(entry);
  if (word === null || word.text === '') return;
  metadata[key] = word.text;
  metadata.ranges[key] = rangeIn(entry.line, word.start, word.end);
}

function readEntry({ line, from }: MetadataEntry, key: FieldKey, metadata: ItemMetadata): void {
  const value = line.text.slice(from).trim();
  const range = bareRange(line, from);
  if (!range) return;
  if (key === 'effort') {
    metadata.effort = value;
    metadata.ranges.effort = range;
  } else if (key === 'files') {
    const files = parseFiles(value);
    if (files.some((file) => /\s/.test(file))) return;
    metadata.files = files;
    metadata.ranges.files = range;
  } else {
    const ids = parseIds(value);
    if (!ids.flatMap(endsOf).every(isId)) return;
    metadata.dependsOn = { ids, line: line.number, column: range.column };
    metadata.ranges.dependsOn = range;
  }
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

import { bareRange } from '../../markdown/bare-range.ts';
import { itemTitle, readItem, startsBlock, type Item } from '../../markdown/items.ts';
import { indentOf, isBlank, type Line } from '../../markdown/lines.ts';
import { rangeIn, type Range } from '../../markdown/range.ts';
import { criterionKind } from '../criteria/criterion-kind.ts';
import { isId, parseIds } from './dependencies.ts';
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
  const own = ownEntries(item.lines);
  for (const [index, line] of item.lines.entries()) {
    const entry = index === 0 ? null : parseEntry(line);
    if (!entry) continue;
    const before = entry.key === 'criteria' ? undefined : metadata.ranges[entry.key];
    if (entry.key !== 'branch' && entry.key !== 'status') readEntry(entry, index, item.lines, metadata);
    else if (own[index]) readWord(entry, entry.key, metadata);
    const after = entry.key === 'criteria' ? undefined : metadata.ranges[entry.key];
    if (before && after && before !== after && own[index]) metadata.doubts.push(repeated(entry, before, after));
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
  return entry?.key === 'criteria' && line.text.slice(entry.from).trim() === '';
}

/** The last one counts, and nobody can tell whether its author meant that. */
function repeated({ line, nameStart, nameEnd }: MetadataEntry, before: Range, { column }: Range): Doubt {
  const message =
    `Unexpected second "${line.text.slice(nameStart, nameEnd)}" of one task, expected none beside that on line ${before.line}; ` +
    'make one line of the two';
  return { rule: 'duplicate-id', message, line: line.number, column };
}

function readWord(entry: MetadataEntry, key: 'branch' | 'status', metadata: ItemMetadata): void {
  const word = wordOf(entry);
  if (word === null || word.text === '') return;
  metadata[key] = word.text;
  metadata.ranges[key] = rangeIn(entry.line, word.start, word.end);
}

function readEntry(
  { key, line, from }: MetadataEntry,
  index: number,
  lines: readonly Line[],
  metadata: ItemMetadata,
): void {
  const value = line.text.slice(from).trim();
  if (key === 'criteria') metadata.criteria.push(...criteriaIn(lines, index, from));
  const range = bareRange(line, from);
  if (!range || key === 'criteria') return;
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
    if (!ids.every(isId)) return;
    metadata.dependsOn = { ids, line: line.number, column: range.column };
    metadata.ranges.dependsOn = range;
  }
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

import { readItem, startsBlock, type Item } from '../../markdown/items.ts';
import { parseLabel } from '../../markdown/label.ts';
import { indentOf, isBlank, isThematicBreak, type Line } from '../../markdown/lines.ts';
import {
  criteriaNames,
  endOfField,
  isGroupName,
  isOtherField,
  mentionsCriteria,
  openedCriteria,
  type IsCriteriaName,
} from './criteria-label.ts';
import { readCriteriaTable } from './criteria-table.ts';
import { pieceOf, statementsOf, wholeOf, type Piece } from './criterion-pieces.ts';
import type { Criterion, Unparsed } from '../plan.ts';

/** Exit criteria, and the numbers of the lines they take, whose boxes are not tasks. */
export interface ReadCriteria {
  readonly criteria: Criterion[];
  readonly taken: ReadonlySet<number>;
  /** What may be criteria and is not read; another reader may find tasks in it. */
  readonly unread: readonly Unparsed[];
}

/**
 * The exit criteria among some lines: a phase's, or those below the head of a task's item. Their labels stand at the
 * outermost indentation of these lines. `further` are labels that count as well; a plan that has no other may say
 * `Deliverable`, `Verify` or `Independent Test`.
 *
 * A criterion's range is where it starts: where its text goes on on another line, the range ends with its first line.
 */
export function readCriteria(lines: readonly Line[], further: readonly string[] = []): ReadCriteria {
  const found = { criteria: [], taken: new Set<number>(), unread: [] };
  collect(lines, criteriaNames(further), found);
  return found;
}

interface Found {
  readonly criteria: Criterion[];
  readonly taken: Set<number>;
  readonly unread: Unparsed[];
}

function collect(lines: readonly Line[], isName: IsCriteriaName, found: Found): void {
  const indent = outermost(lines);
  for (let index = 0; index < lines.length;) {
    const quoted = unquoted(lines, index);
    const body = quoted.length > 0 ? null : readBody(lines, index, { isName, indent });
    if (quoted.length > 0) collect(quoted, isName, found);
    else if (!body) reportSection(lines, index, isName, found.unread);
    const next = body?.next ?? index + Math.max(1, quoted.length);
    const left = new Set(body?.left);
    for (const line of body ? lines.slice(index, next) : []) if (!left.has(line)) found.taken.add(line.number);
    for (const criterion of body?.criteria ?? []) found.criteria.push(criterion);
    for (const part of body?.unread ?? []) found.unread.push(part);
    index = next;
  }
}

/** The lines of the quote that starts here, with blanks in place of its marks, so that each character keeps its place. */
function unquoted(lines: readonly Line[], index: number): Line[] {
  const quote: Line[] = [];
  for (let line = lines[index]; line?.kind === 'text' && /^ {0,3}>/.test(line.text); line = lines[++index]) {
    quote.push({ ...line, text: line.text.replace(/^[ >]+/, (marks) => ' '.repeat(marks.length)) });
  }
  return quote;
}

function reportSection(lines: readonly Line[], index: number, isName: IsCriteriaName, unread: Unparsed[]): void {
  const line = lines[index];
  if (!line?.heading || isName(line.heading.text) || !mentionsCriteria(line.heading.text)) return;
  const { level } = line.heading;
  let last = line;
  for (let next = lines[++index]; next && (next.heading?.level ?? Infinity) > level; next = lines[++index]) {
    if (isName(next.heading?.text ?? '')) return;
    if (!isBlank(next)) last = next;
  }
  if (last !== line) unread.push({ line: line.number, endLine: last.number, reason: unknownName });
}

const unknownName = 'This section may hold exit criteria, but has another name; call it "Exit criteria" if it does.';

interface Names {
  readonly isName: IsCriteriaName;
  readonly indent: number;
}

interface Body {
  readonly criteria: readonly Criterion[];
  readonly unread?: readonly Unparsed[];
  /** Lines among its own that hold something else. */
  readonly left?: readonly Line[];
  /** Index of the line behind it. */
  readonly next: number;
}

function outermost(lines: readonly Line[]): number {
  let indent = Infinity;
  for (const line of lines) if (line.kind === 'text' && !isBlank(line)) indent = Math.min(indent, indentOf(line));
  return indent;
}

function readBody(lines: readonly Line[], index: number, { isName, indent }: Names): Body | null {
  const line = lines[index];
  if (!line) return null;
  if (line.heading) return isName(line.heading.text) ? readSection(lines, index, line.heading.level, isName) : null;
  const opened = openedCriteria(line, indent, isName);
  if (!opened) return null;
  const rest = pieceOf(line, opened.from, opened.to);
  const item = opened.inItem ? readItem(lines, index) : null;
  if (!item) return readBlock(lines, index + 1, rest, isName);
  return { ...readBlock(item.lines.slice(1), 0, rest, isName), next: item.next };
}

/** Under a heading: every paragraph and every list, also under deeper headings, up to where something else starts. */
function readSection(lines: readonly Line[], index: number, level: number, isName: IsCriteriaName): Body {
  const criteria: Criterion[] = [];
  const unread: Unparsed[] = [];
  const left: Line[] = [];
  let next = index + 1;
  for (let line = lines[next]; line && !endsSection(line, level, isName); line = lines[next]) {
    const list = readList(lines, next, isName);
    const block = list.next > next ? list : (readCriteriaTable(lines, next) ?? readProse(lines, next, isName));
    for (const criterion of block.criteria) criteria.push(criterion);
    for (const part of block.unread ?? []) unread.push(part);
    for (const part of block.left ?? []) left.push(part);
    next = block.next;
  }
  return { criteria, unread, left, next };
}

/** A paragraph with the list that it introduces. What is neither paragraph nor list nor table is passed over. */
function readProse(lines: readonly Line[], index: number, isName: IsCriteriaName): Body {
  const line = lines[index];
  if (!line || !isProse(line)) return { criteria: [], next: index + 1 };
  const label = openedCriteria(line, indentOf(line), isName);
  const block = readBlock(lines, index + 1, pieceOf(line, label?.from, label?.to), isName);
  return opensOtherField(line, isName) ? { ...block, criteria: [] } : block;
}

function endsSection({ heading, text }: Line, level: number, isName: IsCriteriaName): boolean {
  return heading ? heading.level <= level || isOtherField(heading.text, isName) : isThematicBreak(text);
}

/** Under a label: one paragraph, or one list or table, or a paragraph that introduces one; also groups of lists. */
function readBlock(lines: readonly Line[], index: number, rest: Piece | null, isName: IsCriteriaName): Body {
  const start = rest ? index : skipBlank(lines, index);
  const { pieces, next } = readParagraph(lines, start, rest, isName);
  const introduces = isIntroduction(pieces);
  const from = introduces ? skipBlank(lines, next) : next;
  const list: Body = readCriteriaTable(lines, from) ?? readList(lines, from, isName);
  const stated = statementsOf(pieces);
  const isRead = list.next > from;
  const isAboutMore = introduces && (isRead || lines[skipBlank(lines, next)]?.heading);
  const isGrouped = !rest && pieces.length === 1 && introduces && list.criteria.length > 0;
  const isEmpty = !rest && pieces.length === 0 && !isRead;
  const groups = isGrouped || isEmpty ? readGroups(lines, list.next, isName) : null;
  return {
    criteria: [...(isAboutMore ? stated.slice(0, -1) : stated), ...list.criteria, ...(groups?.criteria ?? [])],
    unread: list.unread ?? [],
    left: list.left ?? [],
    next: groups?.next ?? (isRead ? list.next : next),
  };
}

/** `Speed:` or `**Speed**:` and a list, as often as this follows a group of the same shape. */
function readGroups(lines: readonly Line[], index: number, isName: IsCriteriaName): Body {
  const criteria: Criterion[] = [];
  let next = index;
  for (;;) {
    const from = behindGroupName(lines, skipBlank(lines, next), isName);
    const list = from === null ? null : readList(lines, from, isName);
    if (!list || list.criteria.length === 0) return { criteria, next };
    for (const criterion of list.criteria) criteria.push(criterion);
    next = list.next;
  }
}

/** Index of the line where the list of the group may start that the line at `index` names; null where it names none. */
function behindGroupName(lines: readonly Line[], index: number, isName: IsCriteriaName): number | null {
  const line = lines[index];
  if (!line || !isProse(line)) return null;
  const label = parseLabel(line.text.trimStart());
  if (label?.bold) return label.rest === '' && isGroupName(label.name, isName) ? skipBlank(lines, index + 1) : null;
  const { pieces, next } = readParagraph(lines, index, null, isName);
  return pieces.length === 1 && isIntroduction(pieces) ? skipBlank(lines, next) : null;
}

interface Paragraph {
  readonly pieces: readonly Piece[];
  readonly next: number;
}

function readParagraph(lines: readonly Line[], index: number, first: Piece | null, isName: IsCriteriaName): Paragraph {
  const pieces = first ? [first] : [];
  let next = index;
  // A label in the middle of a line ends the paragraph there.
  let isCut = first !== null && first.to < first.line.text.trimEnd().length;
  for (let line = lines[next]; line && !isCut && isProse(line) && !endsParagraph(line, isName); line = lines[++next]) {
    const piece = pieceOf(line, 0, endOfField(line.text, 0));
    if (piece) pieces.push(piece);
    isCut = piece !== null && piece.to < line.text.trimEnd().length;
  }
  return { pieces, next };
}

/** Text that may be a part of a paragraph: no heading, code, table or quote. */
function isProse(line: Line): boolean {
  return line.kind === 'text' && !line.heading && !isBlank(line) && !/^\s*[|>]/.test(line.text);
}

function endsParagraph(line: Line, isName: IsCriteriaName): boolean {
  const opens = openedCriteria(line, indentOf(line), isName) !== null || opensOtherField(line, isName);
  return startsBlock(line) || opensItem(line) || opens;
}

function opensOtherField(line: Line, isName: IsCriteriaName): boolean {
  const label = parseLabel(line.text.trimStart());
  return label !== null && isOtherField(label.name, isName);
}

function isIntroduction(pieces: readonly Piece[]): boolean {
  const last = pieces.at(-1);
  if (!last) return true;
  const text = last.line.text.slice(last.from, last.to);
  return /[:：]$/.test(text.replace(/[*_]{1,3}$/, '')) || pointsBelow.test(text);
}

/** `All of the following hold before we go on.` */
const pointsBelow =
  /(?:^|[.;] )(?:(?:all|each|every one|both) of )?(?:the following|these|以下|下列)[^.;。]{0,80}[.。]?$/i;

function skipBlank(lines: readonly Line[], index: number): number {
  let next = index;
  for (let line = lines[next]; line && isBlank(line); line = lines[next]) next++;
  return next;
}

/** The items of one list, each one criterion, whatever marks them. */
function readList(lines: readonly Line[], index: number, isName: IsCriteriaName): Body {
  const criteria: Criterion[] = [];
  let next = index;
  for (let item = readAnyItem(lines, next, isName); item; item = readAnyItem(lines, next, isName)) {
    for (const criterion of item.criteria) criteria.push(criterion);
    next = item.next;
  }
  return { criteria, next };
}

function readAnyItem(lines: readonly Line[], index: number, isName: IsCriteriaName): Body | null {
  const first = lines[index];
  const item = first && readItem(lines, index, (line) => opensItem(line) && indentOf(line) <= indentOf(first));
  return item ? { criteria: itemCriteria(item, isName), next: item.next } : readMarked(lines, index, isName);
}

/** An item is one criterion with all that is nested in it, unless it only introduces what is nested. */
function itemCriteria(item: Item, isName: IsCriteriaName): Criterion[] {
  const [first, ...others] = item.lines;
  const head = pieceOf(first, first.text.length - item.head.length);
  const { pieces, next } = readParagraph(others, 0, head, isName);
  const nested: Criterion[] = [];
  if (isIntroduction(pieces)) {
    for (let index = skipBlank(others, next); index < others.length;) {
      const inner = readItem(others, index);
      for (const criterion of inner ? wholeOf(piecesOf(inner, isName)) : []) nested.push(criterion);
      index = inner?.next ?? others.length;
    }
  }
  return nested.length > 0 ? nested : wholeOf(piecesOf(item, isName));
}

/** The item up to where another field starts. */
function piecesOf({ head, lines: [first, ...others] }: Item, isName: IsCriteriaName): Piece[] {
  const end = others.findIndex((line) => line.kind === 'text' && opensOtherField(line, isName));
  const own = end < 0 ? others : others.slice(0, end);
  const pieces = [pieceOf(first, first.text.length - head.length), ...own.map((line) => pieceOf(line))];
  return pieces.filter((piece) => piece !== null);
}

/** Marks that people put in front of lines although Markdown does not know them as lists. */
const itemMark = /^\s*(?:[•‣▪◦●○✅☑✔❌✗⬜☐]\uFE0F?|[（(]\d{1,2}[)）]|\d{1,2}[、）]|[①-⑳])\s*/u;

function opensItem(line: Line): boolean {
  return line.kind === 'text' && itemMark.test(line.text);
}

function readMarked(lines: readonly Line[], index: number, isName: IsCriteriaName): Body | null {
  const line = lines[index];
  const mark = line?.kind === 'text' ? itemMark.exec(line.text) : null;
  if (!line || !mark) return null;
  const { pieces, next } = readParagraph(lines, index + 1, pieceOf(line, mark[0].length), isName);
  return { criteria: wholeOf(pieces), next };
}

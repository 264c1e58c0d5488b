import { contentColumn } from './columns.ts';
import { parseLabel } from './label.ts';
import { indentOf, isBlank, isThematicBreak, type Line } from './lines.ts';

/** A list item with the lines that belong to it. */
export interface Item {
  /** What stands in its box: `x` is done, a blank is open; null where it has no box. */
  readonly box: string | null;
  /** Where that stands in the first line; null where the item has no box. */
  readonly boxAt: number | null;
  /** The text after marker and box, which goes to the end of the first line. */
  readonly head: string;
  /** The item's marker without blanks: `-`, `1.`. */
  readonly marker: string;
  /** From the item's first line to its last one that is not blank. */
  readonly lines: readonly [Line, ...Line[]];
  /** What belongs to it below the boxes that are nested in it, without those. */
  readonly below: readonly Line[];
  /** Index of the line after it. */
  readonly next: number;
}

/** What among the lines of boxes is more than it looks like, or less. */
export interface BoxWords {
  /** A box for which it is false is a detail of the item above it. */
  readonly counts?: (line: Line) => boolean;
  /** Whether a line without a marker says something about its item, as `status: done` does. */
  readonly isField?: (line: Line) => boolean;
}

/**
 * All items with a box, at any depth. A nested one is an item of its own and ends the one above it; nested items
 * without a box that come later are `below` that one. So are fields at the column where its content stands.
 */
export function boxItems(lines: readonly Line[], words: BoxWords = {}): Item[] {
  return readBoxes(lines, words).boxes;
}

/** The fields below nested boxes that stand where the content of none of these stands. */
export function strayFields(lines: readonly Line[], words: BoxWords): Line[] {
  return readBoxes(lines, words).stray;
}

function readBoxes(lines: readonly Line[], words: BoxWords): { boxes: Item[]; stray: Line[] } {
  const { counts = () => true, isField = () => false } = words;
  const isBox = (line: Line): boolean => hasBox(line) && counts(line);
  const boxes: Item[] = [];
  const stray: Line[] = [];
  const open: { indent: number; content: number; below: Line[] }[] = [];
  for (let index = 0; index < lines.length;) {
    const line = lines[index];
    if (line && open.length > 0 && isField(line)) {
      addField(line, index);
      index++;
      continue;
    }
    if (line && !isBlank(line)) closeAbove(indentOf(line) - (parseMarker(line) ? 1 : 0));
    const isNested = open.length > 0;
    const content = line ? contentOf(line) : 0;
    const item = readItem(lines, index, (next) => {
      return isBox(next) || (isNested && indentOf(next) < content && isField(next));
    });
    if (item && isBox(item.lines[0])) {
      const below: Line[] = [];
      boxes.push({ ...item, below });
      open.push({ indent: indentOf(item.lines[0]), content, below });
    } else if (item) for (const each of item.lines) open.at(-1)?.below.push(each);
    index = item?.next ?? index + 1;
  }
  return { boxes, stray };

  function closeAbove(indent: number): void {
    while ((open.at(-1)?.indent ?? -Infinity) >= indent) open.pop();
  }

  function addField(line: Line, index: number): void {
    const indent = indentOf(line);
    const above = lines[index - 1];
    const isOutside = above !== undefined && isBlank(above) && indent < (open[0]?.content ?? 0);
    closeAbove(indent);
    const owner = open.findLast(({ content }) => content === indent);
    if (owner) owner.below.push(line);
    else if (!isOutside) stray.push(line);
  }
}

/** Whether any line is an item with a box. */
export function hasBoxes(lines: readonly Line[]): boolean {
  return lines.some(hasBox);
}

/** The outermost items of the lists among the lines. What is nested belongs to its outermost item. */
export function outerItems(lines: readonly Line[]): Item[] {
  const items: Item[] = [];
  for (let index = 0; index < lines.length;) {
    const item = readItem(lines, index);
    if (item) items.push(item);
    index = item?.next ?? index + 1;
  }
  return items;
}

/** Reads the item that starts at `index`, if one does. */
export function readItem(
  lines: readonly Line[],
  index: number,
  endsAt: (line: Line) => boolean = () => false,
): Item | null {
  const first = lines[index];
  const marker = first && parseMarker(first);
  if (!first || !marker) return null;
  const indent = indentOf(first);
  let last = index;
  let next = index + 1;
  for (let line = lines[next]; line; line = lines[++next]) {
    if (isBlank(line)) continue;
    if (endsAt(line) || !belongs(line, indent, last < next - 1)) break;
    last = next;
  }
  return { ...marker, lines: [first, ...lines.slice(index + 1, last + 1)], below: [], next };
}

/** The item's first paragraph on one line; nested lists, and lines that are a detail of the item, are not part of it. */
export function itemTitle(item: Item, isDetail: (line: Line) => boolean = () => false): string {
  const [, ...others] = item.lines;
  const end = others.findIndex((line) => isBlank(line) || startsBlock(line) || isDetail(line));
  const wrapped = end < 0 ? others : others.slice(0, end);
  return [item.head, ...wrapped.map((line) => line.text)]
    .map((text) => text.trim())
    .join(' ')
    .trim();
}

/** Whether the line cannot go on with the paragraph above it. */
export function startsBlock(line: Line): boolean {
  return (
    line.kind !== 'text' ||
    line.heading !== null ||
    parseMarker(line) !== null ||
    /^\s*[|>]/.test(line.text) ||
    isThematicBreak(line.text) ||
    parseLabel(line.text)?.bold === true
  );
}

/** The column where the content of an item stands; 0 for any other line. */
function contentOf(line: Line): number {
  const [marker] = /^\s*(?:[-*+]|\d{1,9}[.)])(?=\s|$)/.exec(line.text) ?? [];
  return marker === undefined ? 0 : contentColumn(line.text, marker);
}

function hasBox(line: Line): boolean {
  return (parseMarker(line)?.box ?? null) !== null;
}

function parseMarker(line: Line): Pick<Item, 'box' | 'boxAt' | 'head' | 'marker'> | null {
  // A fence may open on the line of a bullet.
  if ((line.kind !== 'text' && line.kind !== 'fence-start') || isThematicBreak(line.text)) return null;
  const [, marker, text = ''] = /^\s*([-*+]|\d{1,9}[.)])(?:\s+(.*))?$/s.exec(line.text) ?? [];
  if (marker === undefined) return null;
  // `- [x]建立数据库`: where words have no blanks between them, nothing need stand behind the box.
  const [, box, head = ''] =
    /^\[([ xX~/✓✔-])\]\*?(?:\s+(.*))?$/s.exec(text) ?? /^\[([ xX✓✔])\](?![([:*])(.*)$/s.exec(text) ?? [];
  if (box === undefined) return { box: null, boxAt: null, head: text, marker };
  const state = /^[✓✔]$/.test(box) ? 'x' : box.toLowerCase();
  return { box: state, boxAt: line.text.length - text.length + 1, head, marker };
}

/** Lines that look like an item with a box, but are none that can be read: `[]`, `[ x ]`, `[>]`, or in a quote. */
export function oddBoxes(lines: readonly Line[]): Line[] {
  return lines.filter((line) => {
    if (line.kind !== 'text' || hasBox(line)) return false;
    const [, quote = '', inside] =
      /^\s*((?:>\s*){0,9})(?:[-*+]|\d{1,9}[.)])\s?\[([^[\]]{0,4})\](?![([:])/.exec(line.text) ?? [];
    if (inside === undefined) return false;
    return (
      /^\s*$|^\s+[xX✓✔]\s*$|^[xX✓✔]\s+$|^[^\p{L}\p{N}\s]{1,2}$/u.test(inside) ||
      (quote !== '' && /^[ xX]$/.test(inside))
    );
  });
}

function belongs(line: Line, indent: number, afterBlank: boolean): boolean {
  // Code goes where the line that opens its fence or its element went.
  if (line.kind === 'code' || line.kind === 'fence-end' || line.kind === 'html') return true;
  // One blank more than the marker is still a sibling, as in hand-aligned numbered lists.
  if (parseMarker(line)) return indentOf(line) > indent + 1;
  if (indentOf(line) > indent) return true;
  return !afterBlank && !startsBlock(line) && parseLabel(line.text)?.rest !== '';
}

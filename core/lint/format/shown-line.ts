import stringWidth from 'string-width';

/** A source line as a terminal shows it: the part around the place in question, and where that place is, in columns. */
export interface ShownLine {
  readonly text: string;
  /** Columns before the place. */
  readonly before: number;
  /** Columns of the place; at least 1. */
  readonly width: number;
}

/**
 * Shows the characters `from` to `to` of a line, and what fits around them into so many columns. Tabs become blanks and
 * characters without a shape become visible, so that what stands below the line is below the right characters.
 */
export function showLine(line: string, from: number, to: number, columns: number): ShownLine {
  // A terminal has no use for more than this, and long lines must not take long.
  const start = boundary(line, Math.max(0, from - columns));
  const end = boundary(line, Math.min(line.length, from + 2 * columns));
  const cells = cellsOf(line.slice(start, end), start);
  const first = cells.findIndex((cell) => cell.end > from);
  const at = first < 0 ? cells.length : first;
  const behind = cells.findIndex((cell, index) => index >= at && cell.start >= Math.max(to, from + 1));
  const marked = widthOf(cells.slice(at, behind < 0 ? cells.length : behind));

  // A third of what is left goes before the place: what follows says more.
  const room = columns - 2;
  const budget = Math.max(Math.floor((room - Math.min(marked, room)) / 3), room - widthOf(cells.slice(at)));
  let left = at;
  for (let used = 0; left > 0; left--) {
    used += cells[left - 1]!.width;
    if (used > budget) break;
  }
  let right = left;
  for (let used = 0; right < cells.length; right++) {
    used += cells[right]!.width;
    if (used > room) break;
  }
  const head = left > 0 || start > 0 ? '…' : '';
  const tail = right < cells.length || end < line.length ? '…' : '';
  const shown = cells.slice(left, right);
  const before = head.length + widthOf(cells.slice(left, at));
  const total = head.length + widthOf(shown);
  return {
    text: head + shown.map((cell) => cell.text).join('') + tail,
    before,
    width: Math.max(1, Math.min(marked, total - before)),
  };
}

/** One character as people see it, and what a terminal is given for it. */
interface Cell {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly width: number;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const shapeless = /[\p{Cc}\p{Cs}\p{Co}]|(?!\u200D|\uFE0E|\uFE0F)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const tabWidth = 4;

function cellsOf(text: string, offset: number): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    const start = offset + index;
    const shown = segment === '\t' ? ' '.repeat(tabWidth - (column % tabWidth)) : segment.replaceAll(shapeless, codeOf);
    // What stays without a width of its own would move everything behind it.
    const width = stringWidth(shown);
    const cell = { start, end: start + segment.length, text: width === 0 ? codeOf(segment) : shown };
    cells.push({ ...cell, width: stringWidth(cell.text) });
    column += cells.at(-1)!.width;
  }
  return cells;
}

/** `⟦202E⟧` for a character that nobody would see. */
function codeOf(character: string): string {
  const codes = Array.from(character, (each) => (each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0'));
  return `⟦${codes.join(' ')}⟧`;
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** An offset that is not inside a surrogate pair. */
function boundary(text: string, offset: number): number {
  const isInside = /[\uDC00-\uDFFF]/.test(text[offset] ?? '') && /[\uD800-\uDBFF]/.test(text[offset - 1] ?? '');
  return isInside ? offset - 1 : offset;
}

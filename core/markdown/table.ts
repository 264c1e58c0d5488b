import { codeSpans } from './code-spans.ts';

/** One cell of a table row, trimmed, with `\|` read as `|`. */
export interface Cell {
  readonly text: string;
  /** 1-based column of its first character. */
  readonly column: number;
  /** Where it lies in the row, from bar to bar, the blanks around its text included. */
  readonly span: Span;
}

/**
 * Cuts a row into cells. GFM separates at every pipe that is not escaped, also in a code span; authors think that a
 * code span protects it. Both readings are tried, and the one with the header's number of cells is the row.
 */
export function splitRow(row: string, width?: number): Cell[] {
  const asAuthorsThink = cut(row, codeSpans(row));
  if (width === undefined || asAuthorsThink.length === width) return asAuthorsThink;
  const asGfmSays = cut(row, []);
  return asGfmSays.length === width ? asGfmSays : asAuthorsThink;
}

export function isDelimiterRow(row: string): boolean {
  return row.includes('-') && cut(row, []).every((cell) => /^:?-+:?$/.test(cell.text));
}

function cut(row: string, spans: readonly Span[]): Cell[] {
  const cells: Cell[] = [];
  const indent = row.length - row.trimStart().length;
  const end = row.trimEnd().length;
  let start = row[indent] === '|' ? indent + 1 : indent;
  let span = 0;
  for (let at = start; at < end; at++) {
    while ((spans[span]?.end ?? Infinity) <= at) span++;
    if (row[at] === '\\' && row[at + 1] === '|') at++;
    else if (row[at] === '|' && at < (spans[span]?.start ?? Infinity)) {
      cells.push(cellOf(row, start, at));
      start = at + 1;
    }
  }
  if (start < end) cells.push(cellOf(row, start, end));
  return cells;
}

function cellOf(row: string, start: number, end: number): Cell {
  const raw = row.slice(start, end).trimStart();
  const column = end - raw.length + 1;
  const text = raw.trimEnd();
  return { text: text.includes('\\') ? text.replaceAll(String.raw`\|`, '|') : text, column, span: { start, end } };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

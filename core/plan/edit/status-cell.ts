import stringWidth from 'string-width';
import type { Line } from '../../markdown/lines.ts';
import { isDelimiterRow, splitRow } from '../../markdown/table.ts';
import { columnNames, headers } from '../tasks/task-table.ts';

/** Which cell of a row tells its state, and how many cells the row has to have. */
export interface StatusColumn {
  readonly index: number;
  readonly width: number;
}

/** For each line of a table with a `Status` column, by its number, which column that is. */
export function statusColumns(lines: readonly Line[]): Map<number, StatusColumn> {
  const columns = new Map<number, StatusColumn>();
  let inTable = false;
  let column: StatusColumn | undefined;
  for (const [index, line] of lines.entries()) {
    const isRow = line.kind === 'text' && line.text.includes('|');
    const header = lines[index - 1];
    if (isRow && !inTable && header?.text.includes('|') && isDelimiterRow(line.text)) {
      inTable = true;
      column = statusColumn(header.text);
    } else if (!isRow) {
      inTable = false;
      column = undefined;
    } else if (column) columns.set(line.number, column);
  }
  return columns;
}

function statusColumn(header: string): StatusColumn | undefined {
  const names = columnNames(header);
  const index = names.findIndex((name) => headers.status.test(name));
  return index < 0 ? undefined : { index, width: names.length };
}

/** The row with another word in the cell; null where it has too few or too many cells to be sure which one it is. */
export function withStatus(row: string, { index, width }: StatusColumn, word: string): string | null {
  const cells = splitRow(row, width);
  const cell = cells[index];
  if (!cell || cells.length !== width) return null;
  const { start, end } = cell.span;
  const written = row.slice(start, end);
  const indent = written.trim() === '' ? ' ' : written.slice(0, written.length - written.trimStart().length) || ' ';
  // The cell keeps its width where it can, so that an aligned table stays aligned.
  const blanks = stringWidth(written) - stringWidth(indent + word);
  const gap = ' '.repeat(Math.max(row[end] === '|' ? 1 : 0, blanks));
  return row.slice(0, start) + indent + word + gap + row.slice(end);
}

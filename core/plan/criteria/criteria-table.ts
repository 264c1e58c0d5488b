import { isBlank, type Line } from '../../markdown/lines.ts';
import { isDelimiterRow, splitRow } from '../../markdown/table.ts';
import type { Criterion, Unparsed } from '../plan.ts';
import { openTable } from '../tasks/task-table.ts';
import { pieceOf, wholeOf } from './criterion-pieces.ts';

/** What a table below the name of criteria holds; `next` is the index of the line behind it. */
export interface CriteriaTable {
  readonly criteria: readonly Criterion[];
  readonly unread: readonly Unparsed[];
  /** Its lines, where it is a task table: they are left for whoever reads tasks. */
  readonly left: readonly Line[];
  readonly next: number;
}

/**
 * The cells of the column that is called Criterion. A table without one, and a row that does not fit, stay unread; so
 * does a task table, which is `unread` in case nobody reads tasks from tables.
 */
export function readCriteriaTable(lines: readonly Line[], index: number): CriteriaTable | null {
  const [header, delimiter] = [lines[index], lines[index + 1]];
  if (!header || !delimiter || !isRow(header) || !isDelimiterRow(delimiter.text)) return null;
  const names = splitRow(header.text).map(({ text }) => text.replaceAll(/[*_`]/g, '').trim());
  const column = names.findIndex((name) => columnName.test(name));
  const tasks = openTable(lines, index);
  if (tasks) return taskTable(lines, index, column >= 0 && column !== tasks.columns.criteria);
  const criteria: Criterion[] = [];
  const unread: Unparsed[] = [];
  let next = index + 2;
  for (let line = lines[next]; line && isRow(line); line = lines[++next]) {
    if (column < 0) continue;
    const cells = splitRow(line.text, names.length);
    const span = cells.length === names.length ? cells[column]?.span : undefined;
    if (!span) unread.push({ line: line.number, endLine: line.number, reason: unfit });
    else
      for (const criterion of wholeOf([pieceOf(line, span.start, span.end)].filter((p) => p !== null)))
        criteria.push(criterion);
  }
  if (column < 0)
    unread.push({ line: header.number, endLine: lines[next - 1]?.number ?? header.number, reason: noColumn });
  return { criteria, unread, left: [], next };
}

/** With one column for tasks and another one for criteria it may be either. */
function taskTable(lines: readonly Line[], index: number, isUnclear: boolean): CriteriaTable {
  let next = index;
  for (let line = lines[next]; line && isRow(line); line = lines[next]) next++;
  const table = lines.slice(index, next);
  const [first, last] = [table[0]?.number ?? 0, table.at(-1)?.number ?? 0];
  const reason = isUnclear ? bothColumns : tasksAmongCriteria;
  return { criteria: [], unread: [{ line: first, endLine: last, reason }], left: isUnclear ? [] : table, next };
}

const columnName =
  /^(?:(?:exit|acceptance|success|completion|done) )?(?:criteri(?:a|on)|conditions?)$|^.{0,4}(?:标准|標準|条件|基準)$/i;
const unfit = 'This row has not as many cells as its header; give every column a cell.';
const noColumn = 'This table stands among exit criteria, but no column is called Criterion; call one so.';
const bothColumns = 'This table has a column for tasks and one for criteria; make it one of the two.';
const tasksAmongCriteria =
  'This task table stands among exit criteria, and tasks are read from other lists here; move it.';

function isRow(line: Line): boolean {
  return line.kind === 'text' && !line.heading && !isBlank(line) && line.text.includes('|');
}

import type { Diagnostic } from '../../lint/diagnostic.ts';
import { bareRange, bareText } from '../../markdown/bare-range.ts';
import type { Line } from '../../markdown/lines.ts';
import { rangeIn, type Range } from '../../markdown/range.ts';
import { splitRow, type Cell } from '../../markdown/table.ts';
import { criterionKind } from '../criteria/criterion-kind.ts';
import { bareId, isNone, parseIds } from './dependencies.ts';
import { cellState, isOnlyDone } from './done-words.ts';
import type { TaskDraft } from '../draft.ts';
import { parseFiles } from './files.ts';
import type { Criterion, Task, TaskField } from '../plan.ts';

export type ColumnName = 'id' | 'title' | 'spec' | 'dependsOn' | 'files' | 'status' | 'effort' | 'wave' | 'criteria';

/** The header of a task table. */
export interface TaskTable {
  readonly headerLine: number;
  readonly width: number;
  /** -1 for a column that it does not have. */
  readonly columns: Readonly<Record<ColumnName, number>>;
}

/** A task, what is wrong with the row, or null for a row of sums. */
export function readRow(path: string, line: Line, table: TaskTable): TaskDraft | Diagnostic | null {
  const cells = splitRow(line.text, table.width);
  if (cells.length !== table.width) {
    return problem(
      cells[table.width]?.column ?? line.text.trimEnd().length + 1,
      `Unexpected row with ${cells.length} cells, expected ${table.width} as in the header on line ${table.headerLine}; ` +
        'write a | inside a cell as \\|, and give every column a cell',
    );
  }
  const cell = (column: ColumnName): Cell => cells[table.columns[column]] ?? noCell;
  const id = bareId(cell('id').text);
  const title = cell('title').text;
  if (/^(?:(?:totals?|sum)(?![\p{L}\p{N}_-])|合计|合計)/iu.test(id || bareText(title))) return null;
  if (id === '')
    return problem(cell('id').column, 'Unexpected empty id, expected one such as 1.1; give the task an id');
  if (title === '')
    return problem(cell('title').column, `Unexpected empty task ${id}, expected what is to be done; write it`);
  const dependsOn = cell('dependsOn');
  const wave = bareText(cell('wave').text);
  return {
    id,
    title,
    line: line.number,
    column: cell('id').column,
    text: line.text,
    ticked: isStruck(cell('id').text) || cellState(cell('status').text) === 'done' || isOnlyDone(cell('effort').text),
    dependsOn:
      table.columns.dependsOn < 0
        ? null
        : { ids: parseIds(dependsOn.text), line: line.number, column: dependsOn.column },
    ...(wave === '' ? {} : { wave }),
    spec: cell('spec').text,
    files: parseFiles(cell('files').text),
    effort: cell('effort').text,
    status: cell('status').text,
    criteria: doneWhen(line, cell('criteria')),
    ranges: { ...rangesOf(line, cell), id: idRange(line, cell('id'), id) },
  };

  function problem(column: number, message: string): Diagnostic {
    return { rule: 'task-row', severity: 'error', message, at: { path, line: line.number, column } };
  }
}

/** A state that says done and takes some of it back leaves its task open; whoever wrote it should know. */
export function mixedStatus(path: string, { id, line, column, status = '', ranges }: TaskDraft): Diagnostic | null {
  if (cellState(status) !== 'mixed') return null;
  const message =
    `Unexpected status "${status}" of task ${id}, expected done or a state that is not done; ` +
    'the task counts as open, so write only what holds';
  return {
    rule: 'task-row',
    severity: 'warning',
    message,
    at: { path, line, column: ranges?.status?.column ?? column },
  };
}

const noCell: Cell = { text: '', column: 1, span: { start: 0, end: 0 } };

const fields: readonly (TaskField & ColumnName)[] = ['title', 'dependsOn', 'files', 'effort', 'status'];

function rangesOf(line: Line, cell: (column: ColumnName) => Cell): Task['ranges'] {
  const ranges: Partial<Record<TaskField, Range>> = {};
  for (const field of fields) {
    const { start, end } = cell(field).span;
    const range = bareRange(line, start, end);
    if (range) ranges[field] = range;
  }
  const spec = cell('spec');
  // Marks belong to it, since citations are looked for in the cell as it is written.
  if (spec.text !== '')
    ranges.spec = rangeIn(line, spec.column - 1, line.text.slice(0, spec.span.end).trimEnd().length);
  return ranges;
}

/** The id as it is read, inside of a link and beside a tick. */
function idRange(line: Line, cell: Cell, id: string): NonNullable<Task['ranges']['id']> {
  const at = line.text.indexOf(id, cell.span.start);
  return rangeIn(line, at, at + id.length);
}

function doneWhen(line: Line, { text, span }: Cell): Criterion[] {
  const range = bareRange(line, span.start, span.end);
  if (!range || isNone(text)) return [];
  return [{ text, line: line.number, kind: criterionKind(text), range }];
}

function isStruck(text: string): boolean {
  return /^[*_]{0,3}~~.+~~[*_]{0,3}$/s.test(text);
}

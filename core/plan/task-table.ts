import type { Diagnostic } from '../lint/diagnostic.ts';
import type { TaskDraft } from './draft.ts';
import { isBlank, type Line } from '../markdown/lines.ts';
import { isDelimiterRow, splitRow, type Cell } from '../markdown/table.ts';

/** The task tables of a phase, read as one list. `found` is true even if no row could be read. */
export interface TaskTables {
  readonly found: boolean;
  readonly tasks: readonly TaskDraft[];
  readonly problems: readonly Diagnostic[];
}

/**
 * Reads every table whose first column is `#` or `ID` and whose second is `Task` or `Deliverable`. Other tables
 * (risks, readiness, mappings) are not tasks. A row that does not fit its header is reported, never guessed.
 */
export function readTaskTables(path: string, lines: readonly Line[]): TaskTables {
  const tasks: TaskDraft[] = [];
  const problems: Diagnostic[] = [];
  let found = false;
  for (let index = 0; index < lines.length; index++) {
    const table = openTable(lines, index);
    if (!table) continue;
    found = true;
    index += 2;
    for (let line = lines[index]; line && isRow(line); line = lines[++index]) {
      const row = readRow(path, line, table);
      if (row && 'rule' in row) problems.push(row);
      else if (row) tasks.push(row);
    }
    index--;
  }
  return { found, tasks, problems };
}

interface Table {
  readonly headerLine: number;
  readonly width: number;
  readonly columns: Readonly<Record<ColumnName, number>>;
}

type ColumnName = 'id' | 'title' | 'spec' | 'dependsOn' | 'files' | 'status' | 'effort';

/** What the first row of a table calls its columns. */
export function columnNames(header: string): string[] {
  return splitRow(header).map((cell) => cell.text.replaceAll(/[*_`]/g, '').trim());
}

export const headers: Record<ColumnName, RegExp> = {
  id: /^(?:#|id|no\.?|№|编号)$/i,
  title: /^(?:tasks?|deliverables?|任务|交付物|タスク)$/i,
  spec: /^(?:specs?|lands in)$/i,
  dependsOn: /^(?:depends(?: on)?|after|dependenc(?:y|ies)|依赖|依存)$/i,
  files: /^(?:files?|paths?|文件)$/i,
  status: /^(?:status|state|状态)$/i,
  effort: /^(?:effort|estimate)$/i,
};

function openTable(lines: readonly Line[], index: number): Table | null {
  const [header, delimiter] = [lines[index], lines[index + 1]];
  if (header?.kind !== 'text' || !header.text.includes('|') || !delimiter || !isDelimiterRow(delimiter.text))
    return null;
  const names = columnNames(header.text);
  const find = (column: ColumnName): number => names.findIndex((name) => headers[column].test(name));
  if (find('id') !== 0 || find('title') !== 1) return null;
  const columns = {
    id: 0,
    title: 1,
    spec: find('spec'),
    dependsOn: find('dependsOn'),
    files: find('files'),
    status: find('status'),
    effort: find('effort'),
  };
  return { headerLine: header.number, width: names.length, columns };
}

function isRow(line: Line): boolean {
  return line.kind === 'text' && !line.heading && !isBlank(line) && line.text.includes('|');
}

/** A task, what is wrong with the row, or null for a row of sums. */
function readRow(path: string, line: Line, table: Table): TaskDraft | Diagnostic | null {
  const cells = splitRow(line.text, table.width);
  const cell = (column: ColumnName): Cell =>
    cells[table.columns[column]] ?? { text: '', column: 1, span: { start: 0, end: 0 } };
  if (cells.length !== table.width) {
    const column = cells[table.width]?.column ?? line.text.trimEnd().length + 1;
    return problem(
      column,
      `Unexpected row with ${cells.length} cells, expected ${table.width} as in the header on line ${table.headerLine}; ` +
        'write a | inside a cell as \\|, and give every column a cell',
    );
  }
  const id = cleanId(cell('id').text);
  const title = cell('title').text;
  if (/^(?:total|sum|合计|合計)/i.test(id || cleanId(title))) return null;
  if (id === '')
    return problem(cell('id').column, 'Unexpected empty id, expected one such as 1.1; give the task an id');
  if (title === '')
    return problem(cell('title').column, `Unexpected empty task ${id}, expected what is to be done; write it`);
  const dependsOn = cell('dependsOn');
  return {
    id,
    title,
    line: line.number,
    column: cell('id').column,
    text: line.text,
    ticked: isStruck(cell('id').text) || isDone(cell('status').text) || isOnlyDone(cell('effort').text),
    dependsOn:
      table.columns.dependsOn < 0
        ? null
        : { ids: parseIds(dependsOn.text), line: line.number, column: dependsOn.column },
    spec: cell('spec').text,
    files: parseFiles(cell('files').text),
  };

  function problem(column: number, message: string): Diagnostic {
    return { rule: 'task-row', severity: 'error', message, at: { path, line: line.number, column } };
  }
}

/** An id without bold, strike-through, link and tick; an underscore inside belongs to the id. */
function cleanId(text: string): string {
  const [, linked = text] = /^\[([^\]]{1,200})\]\([^)]{0,500}\)$/.exec(text) ?? [];
  const unticked = linked.replaceAll(/✅|☑|✔|\uFE0F/gu, '').trim();
  return unticked
    .replace(/^[*_`~]+/, '')
    .replace(/[*_`~]+$/, '')
    .trim();
}

function isStruck(text: string): boolean {
  return /^[*_]{0,3}~~.+~~[*_]{0,3}$/s.test(text);
}

/** The first word counts: `✅ see memo`, `done (2025-08)`; not `Not done`, not `complete by March`. */
function isDone(text: string): boolean {
  const bare = text.replaceAll(/[*_`~]/g, '').trim();
  return /^(?:[✅☑✔]|(?:done|completed?|shipped|closed)(?=\s*(?:$|[(（.,;:—–-]|\d)))/iu.test(bare);
}

/** Some authors write `done` in place of the effort that is left. */
function isOnlyDone(text: string): boolean {
  return /^(?:[✅☑✔]|done|completed?|shipped|closed)$/iu.test(text.replaceAll(/[*_`~]/g, '').trim());
}

function parseIds(text: string): string[] {
  const ids = text.split(/[,;，；、]|<br\s{0,5}\/?>/i).map(cleanId);
  return ids.filter((id) => id !== '' && !isNone(id));
}

function parseFiles(text: string): string[] {
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path.trim());
  if (spans.length > 0) return spans;
  const paths = text.split(/[,;，；、]|<br\s{0,5}\/?>/i).map((path) => path.trim());
  return paths.filter((path) => path !== '' && !isNone(path));
}

function isNone(text: string): boolean {
  return /^(?:[-–—]+|none|n\/a|无|なし)$/i.test(text);
}

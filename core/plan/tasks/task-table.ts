import type { Diagnostic } from '../../lint/diagnostic.ts';
import { isBlank, type Line } from '../../markdown/lines.ts';
import { isDelimiterRow, splitRow } from '../../markdown/table.ts';
import type { TaskDraft } from '../draft.ts';
import type { Unparsed } from '../plan.ts';
import { mixedStatus, readRow, type ColumnName, type TaskTable } from './task-row.ts';

/** The task tables of a phase, read as one list. `found` is true even if no row could be read. */
export interface TaskTables {
  readonly found: boolean;
  readonly tasks: readonly TaskDraft[];
  readonly problems: readonly Diagnostic[];
  /** The rows that are among the problems. */
  readonly unparsed: readonly Unparsed[];
}

/**
 * Reads every table with a column `#` or `ID` among its first three and a column `Task` or `Deliverable`, or with one
 * called `Description` or `Title` where all others are a task's too. Other tables (risks, readiness, mappings) are not tasks. A row that does not fit its header is reported, never guessed.
 */
export function readTaskTables(path: string, lines: readonly Line[]): TaskTables {
  const tasks: TaskDraft[] = [];
  const problems: Diagnostic[] = [];
  const unparsed: Unparsed[] = [];
  let found = false;
  for (let index = 0; index < lines.length; index++) {
    const table = openTable(lines, index);
    if (!table) continue;
    found = true;
    index += 2;
    for (let line = lines[index]; line && !endsTable(line); line = lines[++index]) {
      if (line.kind === 'text') add(line, readRow(path, line, table));
    }
    for (let line = strayRow(lines, index); line; line = strayRow(lines, index)) {
      add(line, stray(path, line, table));
      index = lines.indexOf(line, index) + 1;
    }
    index--;
  }
  return { found, tasks, problems, unparsed };

  function add(line: Line, row: TaskDraft | Diagnostic | null): void {
    if (row && 'rule' in row) {
      problems.push(row);
      unparsed.push({ line: line.number, endLine: line.number, reason: row.message });
    } else if (row) {
      tasks.push(row);
      const mixed = mixedStatus(path, row);
      if (mixed) problems.push(mixed);
    }
  }
}

/** What the first row of a table calls its columns. */
export function columnNames(header: string): string[] {
  return splitRow(header).map((cell) => cell.text.replaceAll(/[*_`]/g, '').trim());
}

export const headers: Record<ColumnName, RegExp> = {
  id: /^(?:#|id|no\.?|№|编号|序号|番号)$/i,
  title: /^(?:tasks?|deliverables?|(?:piece of )?work|work items?|任务(?:名称)?|任務|交付物|タスク|作業)$/i,
  spec: /^(?:specs?|lands in|规格|仕様)$/i,
  dependsOn:
    /^(?:depends(?: on)?|deps?|after|dependenc(?:y|ies)|requires|blocked by|依赖(?:任务)?|前置(?:任务)?|依存)$/i,
  files: /^(?:files?|paths?|文件|ファイル)$/i,
  status: /^(?:status|state|状态|状態)$/i,
  effort: /^(?:effort|estimate|工作量|工数|見積)$/i,
  wave: /^(?:waves?|波次|ウェーブ)$/i,
  criteria: /^(?:done when|(?:acceptance|exit|done|completion)(?: criteri(?:a|on))?|验收标准|完成条件|完了条件)$/i,
};

/** The columns of the task table that starts at `index`; null where none does. */
export function openTable(lines: readonly Line[], index: number): TaskTable | null {
  const [header, delimiter] = [lines[index], lines[index + 1]];
  if (header?.kind !== 'text' || !header.text.includes('|') || !delimiter || !isDelimiterRow(delimiter.text))
    return null;
  const names = columnNames(header.text);
  const find = (column: ColumnName): number => names.findIndex((name) => headers[column].test(name));
  const id = find('id');
  const hasTaskId = namesTask(lines[index + 2], id);
  const title = find('title') < 0 && hasTaskId ? findPlainTitle(names) : find('title');
  if (id < 0 || id > 2 || title < 0) return null;
  const columns = {
    id,
    title,
    spec: find('spec'),
    dependsOn: find('dependsOn'),
    files: find('files'),
    status: find('status'),
    effort: find('effort'),
    wave: find('wave'),
    criteria: find('criteria'),
  };
  return { headerLine: header.number, width: names.length, columns };
}

/** `Description` and `Title` are no words for tasks; what stands beside them shows whether the rows are work. */
function findPlainTitle(names: readonly string[]): number {
  const title = names.findIndex((name) => /^(?:description|title|描述|标题|名称)$/i.test(name));
  const others = names.filter((_, index) => index !== title);
  return others.every(isKnown) && others.some(isWork) ? title : -1;
}

/** `1.1` and `T001` name tasks; `R1` may be a risk, and a bare number may be anything. */
function namesTask(row: Line | undefined, column: number): boolean {
  return /^[*_`~]{0,4}(?:T-?\d|\d{1,4}[A-Z]?\.\d)/.test(splitRow(row?.text ?? '')[column]?.text ?? '');
}

function isKnown(name: string): boolean {
  return ownerNames.test(name) || Object.values(headers).some((known) => known.test(name));
}

function isWork(name: string): boolean {
  return [ownerNames, headers.effort, headers.dependsOn, headers.wave].some((known) => known.test(name));
}

const ownerNames = /^(?:owner|assignee|负责人|担当(?:者)?)$/i;

/** A line that is too long may have been a row; it is reported elsewhere. */
function endsTable(line: Line): boolean {
  return line.kind !== 'too-long' && !isRow(line);
}

function isRow(line: Line): boolean {
  return line.kind === 'text' && !line.heading && !isBlank(line) && line.text.includes('|');
}

/** The row that a blank line separates from its table, so that it belongs to none. */
function strayRow(lines: readonly Line[], index: number): Line | undefined {
  let next = index;
  for (let line = lines[next]; line && isBlank(line); line = lines[next]) next++;
  const line = lines[next];
  const isHeader = isDelimiterRow(lines[next + 1]?.text ?? '');
  return line && /^ {0,3}\|/.test(line.text) && isRow(line) && !isHeader ? line : undefined;
}

function stray(path: string, line: Line, table: TaskTable): Diagnostic {
  const message =
    `Unexpected row outside of a table, expected it directly below the one whose header is on line ${table.headerLine}; ` +
    'remove the blank line above it';
  return { rule: 'task-row', severity: 'error', message, at: { path, line: line.number, column: 1 } };
}

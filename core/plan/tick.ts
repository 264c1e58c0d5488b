import type { Plan, Task } from './plan.ts';
import { splitRow } from '../markdown/table.ts';
import { columnNames, headers } from './task-table.ts';

/**
 * The plan with its tasks ticked, as far as its format has a place for a tick: a checkbox, or a `Status` column. Every
 * other byte stays as it is, line endings included.
 */
export function tickTasks(text: string, plan: Plan, tasks: readonly Task[]): string {
  const lines = text.split('\n');
  for (const task of tasks) {
    const index = task.line - 1;
    const line = lines[index];
    if (line === undefined) continue;
    if (/^\s*[-*+] \[ \]/.test(line)) lines[index] = line.replace('[ ]', '[x]');
    else if (plan.format === 'impl' && line.includes('|')) lines[index] = tickRow(lines, index);
  }
  return lines.join('\n');
}

function tickRow(lines: readonly string[], index: number): string {
  const row = lines[index] ?? '';
  const names = columnNames(headerAbove(lines, index));
  const column = names.findIndex((name) => headers.status.test(name));
  const cell = column < 0 ? undefined : splitRow(row, names.length)[column];
  if (!cell) return row;
  const { start, end } = cell.span;
  // The cell keeps its width where it can, so that an aligned table stays aligned.
  const blanks = Math.max(1, end - start - ' done'.length);
  return `${row.slice(0, start)} done${' '.repeat(blanks)}${row.slice(end)}`;
}

function headerAbove(lines: readonly string[], index: number): string {
  let top = index;
  while (lines[top - 1]?.includes('|')) top -= 1;
  return lines[top] ?? '';
}

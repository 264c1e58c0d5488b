import type { Plan, Task } from './plan.ts';

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
    else if (plan.format === 'impl' && line.trimStart().startsWith('|')) lines[index] = tickRow(lines, index);
  }
  return lines.join('\n');
}

function tickRow(lines: readonly string[], index: number): string {
  const row = lines[index] ?? '';
  const header = headerAbove(lines, index);
  const column =
    header === undefined
      ? -1
      : cells(header).findIndex((cell) => /^status$/i.test(header.slice(cell.start, cell.end).trim()));
  const cell = column < 0 ? undefined : cells(row)[column];
  if (!cell) return row;
  const old = row.slice(cell.start, cell.end);
  // The cell keeps its width where it can, so that an aligned table stays aligned.
  const blanks = Math.max(0, old.length - 1 - 'done'.length);
  return `${row.slice(0, cell.start)} done${' '.repeat(Math.max(1, blanks))}${row.slice(cell.end)}`;
}

function headerAbove(lines: readonly string[], index: number): string | undefined {
  let top = index;
  while (top > 0 && lines[top - 1]?.trimStart().startsWith('|')) top -= 1;
  return top === index ? undefined : lines[top];
}

/** Where the cells of a row lie: between bars that are neither escaped nor in a code span. */
function cells(row: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = -1;
  let inCode = false;
  for (let at = 0; at < row.length; at += 1) {
    if (row[at] === '`') inCode = !inCode;
    if (row[at] !== '|' || row[at - 1] === '\\' || inCode) continue;
    if (start >= 0) found.push({ start, end: at });
    start = at + 1;
  }
  return found;
}

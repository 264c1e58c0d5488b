import type { Result } from '../../failure.ts';
import { markdownLines, type Line } from '../../markdown/lines.ts';
import type { Plan, Task } from '../plan.ts';
import type { LineChange } from './change.ts';
import { edited, endingOf, taskLine, type Edit } from './edit.ts';
import { setJsonStatus } from './json-status.ts';
import { statusColumns, withStatus } from './status-cell.ts';

/** The plan with a task ticked, or not ticked any more, where its format has a place for that. */
export function tick(content: string, plan: Plan, task: Task, done: boolean): Result<Edit> {
  return tickAll(content, plan, [task], done);
}

/**
 * The same for several tasks, all or none. A box changes in the one character between its brackets, a `Status` cell
 * in its text; every other byte stays as it is.
 */
export function tickAll(content: string, plan: Plan, tasks: readonly Task[], done: boolean): Result<Edit> {
  // An entry's lines are TOML and may look like anything.
  if (plan.format === 'toml') return edited(plan.path, content, [], idsOf(tasks));
  if (plan.format === 'taskmaster') return setJsonStatus(content, plan, tasks, done);
  const lines = markdownLines(content);
  const columns = statusColumns(lines);
  const noPlace: Task[] = [];
  const change: LineChange[] = [];
  for (const task of inOrder(tasks)) {
    const line = taskLine(plan, task, lines);
    if (!line.ok) return line;
    const { text } = line.value;
    const after = withBox(text, done) ?? withCell(line.value, task);
    const ending = endingOf(content, line.value);
    if (after === null) noPlace.push(task);
    else if (after !== text) change.push({ line: task.line, before: text + ending, after: after + ending });
  }
  return edited(plan.path, content, change, idsOf(noPlace));

  function withCell({ text, number }: Line, { ticked }: Task): string | null {
    const column = columns.get(number);
    if (!column) return null;
    // `✅ see memo` says that it is done as well as our word does.
    return ticked === done ? text : withStatus(text, column, done ? 'done' : 'open');
  }
}

/** Null where the line has no box. One that says neither, such as `[~]`, is open. */
function withBox(text: string, done: boolean): string | null {
  const [, before, mark = ''] = /^(\s*(?:[-*+]|\d{1,9}[.)])\s+\[)([ xX~/✓✔-])\]/.exec(text) ?? [];
  if (before === undefined) return null;
  if ((mark.toLowerCase() === 'x') === done) return text;
  return `${before}${done ? 'x' : ' '}${text.slice(before.length + 1)}`;
}

function inOrder(tasks: readonly Task[]): Task[] {
  const byLine = new Map(tasks.map((task) => [task.line, task]));
  return [...byLine.values()].toSorted((a, b) => a.line - b.line);
}

function idsOf(tasks: readonly Task[]): string[] {
  return tasks.map((task) => task.id);
}

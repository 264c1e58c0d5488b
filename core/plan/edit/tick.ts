import { ok, type Result } from '../../failure.ts';
import { boxItems } from '../../markdown/items.ts';
import { markdownLines, type Line } from '../../markdown/lines.ts';
import { asTheyCount } from '../formats/openspec.ts';
import type { Plan, PlanFormat, Task } from '../plan.ts';
import type { LineChange } from './change.ts';
import { edited, endingOf, taskLine, taskLines, type Edit } from './edit.ts';
import { phaseBoxes } from './phase-box.ts';
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
  // An entry of TOML or a <task> of GSD has no place for it, and what beads has exported is not ours to change.
  if (['toml', 'beads', 'gsd-plan'].includes(plan.format)) return edited(plan.path, content, [], idsOf(tasks));
  if (plan.format === 'taskmaster') return setJsonStatus(content, plan, tasks, done);
  const read = markdownLines(content);
  const lines = plan.format === 'openspec' ? read.map(asTheyCount) : read;
  const columns = statusColumns(lines);
  const noPlace: Task[] = [];
  const change: LineChange[] = [];
  for (const task of inOrder(tasks)) {
    const places = placesOf(plan, task, lines);
    if (!places.ok) return places;
    const afters = places.value.map(
      (line) => [line, withBox(line.text, done) ?? withWord(plan, task, line, done) ?? withCell(line, task)] as const,
    );
    if (afters.every(([, after]) => after === null)) noPlace.push(task);
    for (const [line, after] of afters) put(line, after);
  }
  for (const line of phaseBoxes(plan, tasks, done, lines)) put(line, withBox(line.text, done));
  return edited(
    plan.path,
    content,
    change.toSorted((a, b) => a.line - b.line),
    idsOf(noPlace),
  );

  function put(line: Line, after: string | null): void {
    const { text, number } = line;
    const ending = endingOf(content, line);
    if (after !== null && after !== text) change.push({ line: number, before: text + ending, after: after + ending });
  }

  function withCell({ text, number }: Line, { ticked }: Task): string | null {
    const column = columns.get(number);
    if (!column) return null;
    // `✅ see memo` says that it is done as well as our word does.
    return ticked === done ? text : withStatus(text, column, done ? 'done' : 'open');
  }
}

/** Of BMAD: the word behind the name of a story. */
function withWord(
  { format }: Plan,
  { ticked, ranges: { status } }: Task,
  { text }: Line,
  done: boolean,
): string | null {
  if (format !== 'bmad' || !status) return null;
  if (ticked === done) return text;
  return text.slice(0, status.column - 1) + (done ? 'done' : 'ready-for-dev') + text.slice(status.endColumn - 1);
}

/** The lines that say whether a task is done: its own, or where it is a heading those of its steps. */
function placesOf(plan: Plan, task: Task, lines: readonly Line[]): Result<readonly Line[]> {
  if (!withSteps.has(plan.format) || lines[task.line - 1]?.heading === null) {
    const line = taskLine(plan, task, lines);
    return line.ok ? ok([line.value]) : line;
  }
  const own = taskLines(plan, task, lines);
  return own.ok ? ok(boxItems(own.value).map((item) => item.lines[0])) : own;
}

/** Formats whose tools look at the boxes below the heading of a task. */
const withSteps: ReadonlySet<PlanFormat> = new Set(['openspec', 'superpowers', 'speckitty']);

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

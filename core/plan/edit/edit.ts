import { fail, ok, type Failure, type Result } from '../../failure.ts';
import { closesRawHtml } from '../../markdown/html-blocks.ts';
import type { Line } from '../../markdown/lines.ts';
import type { Plan, Task } from '../plan.ts';
import { applied, changedMeanwhile, type Change } from './change.ts';

/** A file after an edit, and what was done to it. */
export interface Edit {
  readonly content: string;
  /** Empty where all was as wanted already, or the file has no place for it. */
  readonly change: Change;
  readonly changed: boolean;
  /** Ids of the tasks for which the file has no place: a bullet has no box, a TOML plan no status. */
  readonly noPlace: readonly string[];
}

export function edited(path: string, content: string, change: Change, noPlace: readonly string[] = []): Result<Edit> {
  const after = applied(path, content, change);
  return after.ok ? ok({ content: after.value, change, changed: change.length > 0, noPlace }) : after;
}

/** The line of a task, if it stands where and as it was read. */
export function taskLine(plan: Plan, task: Task, lines: readonly Line[]): Result<Line> {
  const line = lines[task.line - 1];
  const [read = ''] = task.text.split(/\r?\n/, 1);
  return line?.text === read ? ok(line) : changedMeanwhile(plan.path, task.line, read, line?.text ?? null);
}

/** All lines of a task, if they stand where and as they were read. */
export function taskLines(plan: Plan, task: Task, lines: readonly Line[]): Result<readonly [Line, ...Line[]]> {
  const read = task.text.split(/\r?\n/);
  for (const [index, text] of read.entries()) {
    const line = lines[task.line - 1 + index];
    if (line?.text !== text) return changedMeanwhile(plan.path, task.line + index, text, line?.text ?? null);
  }
  const [first, ...others] = lines.slice(task.line - 1, task.line - 1 + read.length);
  if (!first) throw new Error('Internal error: a text without a line');
  return ok([first, ...others]);
}

/** The ending of a line; empty where the file ends without one. */
export function endingOf(content: string, line: Line): string {
  return /^\r?\n/.exec(content.slice(line.end, line.end + 2))?.[0] ?? '';
}

/** Why nothing may be added at the end of a file that ends in a code fence, in raw HTML or in a comment; null where something may. */
export function openEnd(path: string, lines: readonly Line[]): { ok: false; failure: Failure } | null {
  const last = lines.at(-1);
  if (!last || !isInside(last)) return null;
  const message =
    'Unexpected end of file inside a code fence, an element such as <pre> or a comment, expected its closing marks; close it, because nothing below it can be seen';
  return fail('broken-plan', message, { path, line: last.number, column: 1 });
}

function isInside({ kind, text }: Line): boolean {
  if (kind === 'html-start' || kind === 'html') return !closesRawHtml(text);
  return kind === 'fence-start' || kind === 'code' || (kind === 'comment' && !text.includes('-->'));
}

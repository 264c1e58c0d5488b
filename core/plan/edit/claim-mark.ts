import { fail, ok, type Result } from '../../failure.ts';
import { markdownLines } from '../../markdown/lines.ts';
import { splitRow } from '../../markdown/table.ts';
import { isMarkdown, type Plan, type Task } from '../plan.ts';
import { readPlan } from '../read.ts';
import type { LineChange } from './change.ts';
import { edited, endingOf, taskLine, type Edit } from './edit.ts';
import { clearMetadata, setMetadata } from './metadata.ts';
import { statusColumns } from './status-cell.ts';

/**
 * Whose claim the plan shows on a task: `ours` was written as the mirror of a claim that counts elsewhere, `theirs` by a
 * person or another program.
 */
export type Marked = 'none' | 'ours' | 'theirs';

const ourBranch = /^phasewright\/([\w-]+)$/;
/** Behind what the cell said before, so that it can be taken off to the byte. */
const ourStatus = / ?\(claimed by phasewright ([\w-]+)\)/;
/** Words for work that somebody is at. A branch alone says the same. */
const atWork = /^(?:claimed|in[-_ ]progress|in[-_ ]review|hooked|approved|committed|started|wip|doing)\b/i;

export function markedBy({ ticked, branch, status }: Task): Marked {
  if (ticked) return 'none';
  if (runOfMark({ branch, status }) !== undefined) return 'ours';
  return branch !== '' || atWork.test(status) ? 'theirs' : 'none';
}

/** The run whose claim a mark of ours shows, by what its id begins with; undefined where there is none. */
export function runOfMark({ branch, status }: Pick<Task, 'branch' | 'status'>): string | undefined {
  return ourBranch.exec(branch)?.[1] ?? ourStatus.exec(status)?.[1];
}

export interface PlanMark {
  readonly content: string;
  /** What takes the mark off again, wherever it stands by then. */
  readonly change: LineChange;
}

/**
 * The plan with a task claimed by a run: as `branch:` and `status:` below a box, in the `Status` cell of a table. Refused
 * where the plan has no place for that.
 */
export function markClaim(content: string, plan: Plan, task: Task, run: string): Result<PlanMark> {
  const clean = withoutMark(content, plan, task);
  if (!clean.ok) return clean;
  const again = readPlan(plan.path, clean.value, plan.format);
  const same = again.phases.flatMap(({ tasks }) => tasks).find(({ line }) => line === task.line);
  if (!same) throw new Error(`Internal error: task ${task.id} of ${plan.path} is lost with its mark`);
  const inCell = changeCell(clean.value, again, same, (cell) => `${cell.trimEnd()} (claimed by phasewright ${run})`);
  // A branch alone is a claim as well.
  const below = { branch: `phasewright/${run}`, ...(same.status === '' && { status: 'claimed' }) };
  const written = inCell ?? setMetadata(clean.value, again, same, below);
  if (!written.ok) return written;
  const [change] = written.value.change;
  return change ? ok({ content: written.value.content, change }) : noPlace(plan, task);
}

/** The plan without a mark; null where it does not stand there once, as it was written. */
export function unmarkClaim(content: string, { before, after }: LineChange): string | null {
  const [above, below, ...more] = content.split(after);
  return below === undefined || more.length > 0 ? null : `${above}${before}${below}`;
}

/** The plan without all marks of ours, or some of them, as it is read: what they mirror is found elsewhere. */
export function withoutMarks(
  path: string,
  content: string,
  isOver: (task: Task, phase: string) => boolean = () => true,
): string {
  let text = content;
  for (let passed = 0; ;) {
    const plan = readPlan(path, text);
    const marked = plan.phases.flatMap(({ id, tasks }) =>
      tasks.filter((one) => markedBy(one) === 'ours' && isOver(one, id)),
    );
    const task = marked[passed];
    if (!task) return text;
    const clean = withoutMark(text, plan, task);
    // One that cannot be taken off stays, and the next one has its turn.
    if (clean.ok && clean.value !== text) text = clean.value;
    else passed += 1;
  }
}

function withoutMark(content: string, plan: Plan, task: Task): Result<string> {
  if (markedBy(task) !== 'ours') return ok(content);
  const inCell = changeCell(content, plan, task, (cell) => cell.replace(ourStatus, ''));
  const cleared =
    inCell ?? (task.status === 'claimed' ? clearMetadata(content, plan, task) : withoutBranch(content, plan, task));
  return cleared.ok ? ok(cleared.value.content) : cleared;
}

/** Undefined where the task stands in no table with a column for its state. The blanks at the end of the cell stay. */
function changeCell(
  content: string,
  plan: Plan,
  task: Task,
  change: (cell: string) => string,
): Result<Edit> | undefined {
  if (!isMarkdown(plan)) return undefined;
  const lines = markdownLines(content);
  const line = taskLine(plan, task, lines);
  if (!line.ok) return line;
  const { text } = line.value;
  const column = statusColumns(lines).get(task.line);
  const cells = column && splitRow(text, column.width);
  const cell = cells?.[column?.index ?? 0];
  if (!cell || cells.length !== column?.width) return undefined;
  const { start, end } = cell.span;
  const written = text.slice(start, end);
  const changed = change(written);
  const blanks = changed.endsWith(')') ? written.slice(written.trimEnd().length) : '';
  const after = text.slice(0, start) + changed + blanks + text.slice(end);
  const ending = endingOf(content, line.value);
  return edited(plan.path, content, [{ line: task.line, before: text + ending, after: after + ending }]);
}

function withoutBranch(content: string, plan: Plan, { ranges }: Task): Result<Edit> {
  const line = markdownLines(content)[(ranges.branch?.line ?? 0) - 1];
  if (!line) return edited(plan.path, content, []);
  const before = line.text + endingOf(content, line);
  return edited(plan.path, content, [{ line: line.number, before, after: '' }]);
}

function noPlace({ path }: Plan, { id, line }: Task): ReturnType<typeof fail> {
  return fail(
    'bad-option',
    `Unexpected option "claims": "plan": ${path} has no place for a claim on task ${id}, expected a box or a table with a column Status. Add one, or set "claims" to "refs".`,
    { path, line, column: 1 },
  );
}

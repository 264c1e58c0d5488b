import type { Failure } from '../../failure.ts';
import { changedBetween } from '../../git/changed-between.ts';
import { combine } from '../../git/combine.ts';
import { commitMessage, currentPerson, dateOf, makeCommit, treeOf, type Person } from '../../git/commit.ts';
import { takenBackBy } from '../../git/taken-back-by.ts';
import type { MergeRecord, TaskRecord } from '../../result/records.ts';
import { deviationsText } from '../../review/deviation.ts';
import type { Question } from '../../workflow/question.ts';
import type { StageContext } from '../context.ts';
import { finalChange } from '../gates/final-change.ts';
import { resolveConflicts, type Resolved } from '../merge/resolve-conflicts.ts';
import type { Conflict } from './conflict-question.ts';
import { readBrief } from './read-brief.ts';

/** With the conflicts that there were, resolved or not. */
export type CombinedTasks = { readonly merges: readonly MergeRecord[] } & (
  | { readonly ok: true; readonly commit: string; readonly commits: readonly TaskCommit[] }
  | { readonly ok: false; readonly conflict: Conflict }
  | { readonly ok: false; readonly question: Question }
  | { readonly ok: false; readonly failure: Failure }
);

export interface TaskCommit {
  readonly task: string;
  readonly commit: string;
  readonly tree: string;
}

/**
 * Results of tasks on the polished commit, one commit each, in plan order. The same results give the same commits: the
 * date is that of the work, so siblings that are combined twice are combined once. Conflicts are resolved once as well.
 */
export async function combineTasks(context: StageContext, tasks: readonly TaskRecord[]): Promise<CombinedTasks> {
  const { git } = context.repository;
  const person = await currentPerson(git);
  const commits: TaskCommit[] = [];
  const merges: MergeRecord[] = [];
  let onto = context.phase.polished;
  for (const [index, record] of tasks.entries()) {
    const { id, start, commit } = record;
    if (start === undefined || commit === undefined) throw new Error(`Internal error: task ${id} has no result`);
    const work: Work = { ...record, start, commit };
    const brought = await bringOnto(context, { work, onto, before: tasks.slice(0, index), person });
    if (brought.how === 'asking') return { ok: false, question: brought.question, merges };
    if (brought.record) merges.push(brought.record);
    if (brought.how === 'failed') return { ok: false, failure: brought.failure, merges };
    if (brought.how === 'unresolved') {
      const { paths, why, marked } = brought;
      const others = commits.map((one) => one.task);
      return { ok: false, conflict: { task: id, onto: others, paths, commits: [onto, commit], why, marked }, merges };
    }
    onto = await taskCommit(context, { record, tree: brought.tree, parent: onto, person });
    commits.push({ task: id, commit: onto, tree: await treeOf(git, onto) });
  }
  return { ok: true, commit: onto, commits, merges };
}

/** A task that has a result. */
type Work = TaskRecord & { readonly start: string; readonly commit: string };

type Brought =
  | { readonly how: 'resolved'; readonly tree: string; readonly record?: MergeRecord }
  | (Extract<Resolved, { how: 'unresolved' }> & Pick<Conflict, 'paths' | 'marked'>)
  | Extract<Resolved, { how: 'failed' | 'asking' }>;

interface Bringing {
  readonly work: Work;
  readonly onto: string;
  /** The tasks whose work is there already. */
  readonly before: readonly TaskRecord[];
  readonly person: Person;
}

/** The tree that has one more task's work: as git merges it, or as its conflicts were resolved. */
async function bringOnto(context: StageContext, about: Bringing): Promise<Brought> {
  const { git } = context.repository;
  const { work, onto, before, person } = about;
  const { id, start, commit } = work;
  const combined = await combine(git, onto, { name: id, start, commit });
  const tree = combined.ok ? combined.tree : combined.merged.tree;
  const lost = combined.ok ? await takenBackBy(git, { base: start, ours: onto, theirs: commit, merged: tree }) : [];
  if (combined.ok && lost.length === 0) return { how: 'resolved', tree };
  const author = { ...person, date: await dateOf(git, commit) };
  const message = `Conflicts of task ${id}\n`;
  const marked = await makeCommit(git, { tree, parents: [onto, commit], message, author });
  if (combined.ok) {
    const why = ['Only the tasks before have changed these, and the combination has them otherwise.'];
    return { how: 'unresolved', paths: lost, why, marked };
  }
  const { merged } = combined;
  const resolved = await resolveConflicts(context, {
    stage: `merge-${work.slug}`,
    sides: [await sideOf(context, await changing(context, before, merged.conflicts)), await sideOf(context, [work])],
    commit: marked,
    merged,
    change: await finalChange(context),
  });
  return resolved.how === 'unresolved' ? { ...resolved, paths: merged.conflicts, marked } : resolved;
}

/** Those of the tasks that have changed some of these paths. */
async function changing(
  { repository: { git } }: StageContext,
  tasks: readonly TaskRecord[],
  paths: readonly string[],
): Promise<TaskRecord[]> {
  const found: TaskRecord[] = [];
  for (const one of tasks) {
    const changed = await changedBetween(git, one.start!, one.commit!);
    if (changed.some((path) => paths.includes(path))) found.push(one);
  }
  return found;
}

async function sideOf(context: StageContext, records: readonly TaskRecord[]) {
  const tasks = context.phase.tasks.filter(({ id }) => records.some((record) => record.id === id));
  const briefs = await Promise.all(tasks.map((task) => readBrief(context, task)));
  const ids = tasks.map(({ id }) => id).join(', ');
  return { name: tasks.length === 0 ? 'the polished commit' : `task${tasks.length > 1 ? 's' : ''} ${ids}`, briefs };
}

async function taskCommit(
  { phase, repository: { git } }: StageContext,
  about: { record: TaskRecord; tree: string; parent: string; person: Person },
): Promise<string> {
  const { record, tree, parent, person } = about;
  const planned = phase.tasks.find(({ id }) => id === record.id)?.message;
  const [subject = '', ...body] = (planned ?? record.title).trim().split('\n');
  const message = commitMessage(subject, [body.join('\n'), deviationsText(record.deviations)], {
    Plan: phase.plan.id,
    Phase: phase.phase.id,
    Task: record.id,
    ...(record.spec ? { Spec: record.spec } : {}),
    ...(record.reviewer ? { 'Reviewed-by': record.reviewer } : {}),
    Iterations: String(record.rounds),
  });
  return await makeCommit(git, {
    tree,
    parents: [parent],
    message,
    author: { ...person, date: await dateOf(git, record.commit!) },
  });
}

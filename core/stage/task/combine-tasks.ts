import type { Failure } from '../../failure.ts';
import { changedBetween } from '../../git/changed-between.ts';
import { combine } from '../../git/combine.ts';
import { commitMessage, currentPerson, dateOf, makeCommit, treeOf, type Person } from '../../git/commit.ts';
import type { Merged } from '../../git/merge-tree.ts';
import type { MergeRecord, TaskRecord } from '../../result/records.ts';
import { deviationsText } from '../../review/deviation.ts';
import type { StageContext } from '../context.ts';
import { finalChange } from '../gates/final-change.ts';
import { resolveConflicts, type Resolved } from '../merge/resolve-conflicts.ts';
import type { Conflict } from './conflict-question.ts';
import { readBrief } from './read-brief.ts';

/** With the conflicts that there were, resolved or not. */
export type CombinedTasks = { readonly merges: readonly MergeRecord[] } & (
  | { readonly ok: true; readonly commit: string; readonly commits: readonly TaskCommit[] }
  | { readonly ok: false; readonly conflict: Conflict }
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
    const combined = await combine(git, onto, { name: id, start, commit });
    let tree = combined.ok ? combined.tree : undefined;
    if (!combined.ok) {
      const { merged } = combined;
      const about = { record: { ...record, commit }, onto, merged, before: tasks.slice(0, index) };
      const { marked, resolved } = await resolve(context, about);
      if (resolved.record) merges.push(resolved.record);
      if (resolved.how === 'failed') return { ok: false, failure: resolved.failure, merges };
      if (resolved.how === 'unresolved') {
        const ids = commits.map((one) => one.task);
        const conflict = { task: id, onto: ids, paths: merged.conflicts, commits: [onto, commit] } as const;
        return { ok: false, conflict: { ...conflict, why: resolved.why, marked }, merges };
      }
      tree = resolved.tree;
    }
    onto = await taskCommit(context, { record, tree: tree!, parent: onto, person });
    commits.push({ task: id, commit: onto, tree: await treeOf(git, onto) });
  }
  return { ok: true, commit: onto, commits, merges };
}

/** Both sides are those tasks that have changed what conflicts. */
async function resolve(
  context: StageContext,
  about: {
    readonly record: TaskRecord & { readonly commit: string };
    readonly onto: string;
    readonly merged: Merged;
    readonly before: readonly TaskRecord[];
  },
): Promise<{ readonly marked: string; readonly resolved: Resolved }> {
  const { git } = context.repository;
  const { record, onto, merged, before } = about;
  const marked = await makeCommit(git, {
    tree: merged.tree,
    parents: [onto, record.commit],
    message: `Conflicts of task ${record.id}\n`,
    author: { ...(await currentPerson(git)), date: await dateOf(git, record.commit) },
  });
  const others: TaskRecord[] = [];
  for (const one of before) {
    const changed = await changedBetween(git, one.start!, one.commit!);
    if (changed.some((path) => merged.conflicts.includes(path))) others.push(one);
  }
  const resolved = await resolveConflicts(context, {
    stage: `merge-${record.slug}`,
    sides: [await sideOf(context, others), await sideOf(context, [record])],
    commit: marked,
    merged,
    change: await finalChange(context),
  });
  return { marked, resolved };
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

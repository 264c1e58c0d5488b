import { join } from 'node:path';
import { fail, type Failure } from '../../failure.ts';
import { changedBetween } from '../../git/changed-between.ts';
import { commitMessage, currentPerson, dateOf, makeCommit } from '../../git/commit.ts';
import { editTree } from '../../git/edit.ts';
import { mergeTree, type Merged } from '../../git/merge-tree.ts';
import { setRef } from '../../git/refs.ts';
import { ensureWorktree } from '../../git/worktree.ts';
import type { LandRecord } from '../../result/records.ts';
import { backlogOnMain } from './backlog-on-main.ts';
import { phaseWorktreeName, worktreePath, type StageContext } from '../context.ts';
import { resolveWithMain } from './resolve-with-main.ts';
import { judgeWithMain } from './judge-with-main.ts';
import { doneOnMain } from './done-on-main.ts';
import { askWhileOpen } from './land-question.ts';
import type { Beside } from './land-on-branch.ts';
import { makeLandable } from './landable.ts';
import { withHooks, type Landable, type Landing } from './landing.ts';
import { includes } from './mainline.ts';
import { phaseAt } from '../specs/plan-at.ts';
import { planDifferences, type PlanDifferences } from './plan-differences.ts';
import { readBrief } from '../task/read-brief.ts';

/** Where main is now. */
export interface At {
  readonly name: string;
  readonly at: string;
}

/** `ready`: main can be moved there. `branch`: the phase lands beside it. `open`: nothing is moved. */
export type Ready =
  | ({ readonly how: 'ready'; readonly combined?: LandRecord } & Landable)
  | ({ readonly how: 'branch' } & Beside)
  | { readonly how: 'open'; readonly landing: Landing };

/**
 * The commit that main can be moved forward to: the finished phase itself, or a merge of both where main has moved. The
 * merge has what others have done as it is, and counts once its own tree is judged and the user's hooks let it pass.
 * Nobody has reviewed it but for conflicts that an agent has resolved: where both sides touched the same files or did some
 * of the same phase, or main touched a spec that the work was done to or its part of the plan, a person says whether that
 * needs no review. A merge in which the phase has tasks that nobody has done is no end of the phase.
 */
export async function combineWithMain(context: StageContext, work: Landable, main: At): Promise<Ready> {
  const { git } = context.repository;
  const { commit, told } = work;
  if (await includes(git, commit, main.at)) return { how: 'ready', ...work };
  const merged = await mergeBoth(context, commit, main.at);
  const { conflicts } = merged;
  const marked = await mergeCommit(context, { tree: merged.tree, main, commit });
  const resolved = conflicts.length > 0 ? await resolveWithMain(context, { merged, marked, main, commit }) : undefined;
  if (resolved?.how === 'failed') return { how: 'branch', failure: resolved.failure };
  const isOpen = resolved?.how === 'unresolved';
  const merge = resolved?.how === 'resolved' ? await mergeCommit(context, { ...resolved, main, commit }) : marked;
  const plan = isOpen ? nothingDiffers : await planDifferencesIn(context, commit, merge);
  if (plan.open.length > 0) return { how: 'branch', ...openTasks(context, main, plan.open) };
  // What was resolved was reviewed as well.
  const both = isOpen ? [] : await touchedByBoth(context, main.at, commit);
  const shared = isOpen ? [...conflicts, ...resolved.why] : both.filter((path) => !conflicts.includes(path));
  const inPlan = [...plan.changed, ...(await doneOnMain(context, commit, main))];
  const clash = [...shared, ...inPlan.map((what) => `${context.phase.plan.path}: ${what}`)];
  if (clash.length > 0) {
    const kind = isOpen ? 'conflict' : 'overlap';
    const show = async (): Promise<string> => await layOutMerge(context, merge, main.at);
    const asked = await askWhileOpen(context, { kind, main, commit, paths: clash, show });
    if (asked.how === 'branch') return asked;
    const unresolved = isOpen && resolved.record ? { merge: resolved.record } : {};
    if (asked.how === 'open') return { how: 'open', landing: { ...asked.landing, ...unresolved } };
  }
  const judged = await judgeWithMain(context, { merge, main: main.at, record: resolved?.record });
  if (judged.how !== 'judged') return judged;
  const landable = await makeLandable(context, { onto: main.at, commit: merge, commits: [merge] });
  if (!landable.ok) {
    const { hooks: more, ...landing } = landable.landing;
    return { how: 'open', landing: withHooks({ ...landing, ...(told.hooks ? { hooks: told.hooks } : {}) }, more) };
  }
  const { commits = [], hooks } = landable.value.told;
  const all = [...(told.commits ?? []), ...commits];
  const toldBoth = withHooks(told, hooks);
  return {
    how: 'ready',
    ...landable.value,
    told: all.length > 0 ? { ...toldBoth, commits: all } : toldBoth,
    combined: judged.record,
  };
}

/** As git merges them, but the backlog entry by entry. */
async function mergeBoth(context: StageContext, commit: string, main: string): Promise<Merged> {
  const { host, phase, repository } = context;
  const { git } = repository;
  const merged = await mergeTree(git, main, commit);
  const fork = await git.text(['merge-base', main, commit]);
  const backlog = await backlogOnMain(context, { main, fork, handOff: commit });
  if (!backlog) return merged;
  const edits = new Map([[backlog.path, backlog.text]]);
  const tree = await editTree(host, git, merged.tree, edits, join(phase.state, 'scratch'));
  return {
    tree,
    conflicts: merged.conflicts.filter((path) => path !== backlog.path),
    stages: merged.stages.filter((entry) => !entry.endsWith(`\t${backlog.path}`)),
  };
}

const nothingDiffers: PlanDifferences = { open: [], changed: [] };

/** A merge without the plan, or without the phase in it, is refused by who judges it. */
async function planDifferencesIn(context: StageContext, commit: string, merge: string): Promise<PlanDifferences> {
  const { phase, repository } = context;
  const [before, after] = await Promise.all(
    [commit, merge].map(async (at) => await phaseAt(repository.git, at, phase.plan.path, phase.phase.id)),
  );
  return before?.ok && after?.ok ? planDifferences(before.value, after.value) : nothingDiffers;
}

function openTasks({ phase }: StageContext, main: At, open: readonly string[]): { failure: Failure } {
  const { id } = phase.phase;
  return fail(
    'land',
    `Unexpected open tasks of phase ${id} on ${main.name}, expected none but those that were done: ${open.join(', ')}. To land there would close the phase with them. Move them to another phase on ${main.name} and run again, or run with --rebase to do the phase anew on what main is now.`,
  );
}

/** The same two commits give the same merge. */
async function mergeCommit(context: StageContext, about: { tree: string; main: At; commit: string }): Promise<string> {
  const { git } = context.repository;
  const { phase, plan } = context.phase;
  const { tree, main, commit } = about;
  const dates = [await dateOf(git, main.at), await dateOf(git, commit)];
  const [date] = dates.toSorted((one, other) => secondsOf(other) - secondsOf(one));
  return await makeCommit(git, {
    tree,
    parents: [main.at, commit],
    message: commitMessage(
      `phase ${phase.id}: merge into ${main.name}`,
      ['Main has moved since the phase began. Gates and exit criteria ran on this tree.'],
      { Plan: plan.id, Phase: phase.id, 'Phase-Step': 'merge' },
    ),
    author: { ...(await currentPerson(git)), date: date! },
  });
}

/** Of `@<seconds> <zone>`. */
function secondsOf(date: string): number {
  return Number.parseInt(date.slice(1), 10);
}

/**
 * Paths that main has changed since they parted and that agents have changed too, or were told to go by. What the
 * hand-off commit changes is code's work, not theirs: ticks come together line by line, the backlog entry by entry.
 */
async function touchedByBoth(context: StageContext, main: string, commit: string): Promise<string[]> {
  const { git } = context.repository;
  const fork = await git.text(['merge-base', main, commit]);
  const briefs = await Promise.all(context.phase.tasks.map((task) => readBrief(context, task)));
  const mine = new Set([
    ...(await changedBetween(git, fork, `${commit}~1`)),
    ...briefs.flatMap((brief) => brief.sections.map((section) => section.path)),
  ]);
  return (await changedBetween(git, fork, main)).filter((path) => mine.has(path));
}

/** A worktree to look at, conflicts marked; one for each main, and never touched again: somebody may be at work in it. */
async function layOutMerge(context: StageContext, merge: string, main: string): Promise<string> {
  const { host, refs, repository } = context;
  const name = `merge-${main.slice(0, 8)}`;
  await setRef(repository.git, refs.work(name), merge);
  const path = await worktreePath(context, `${phaseWorktreeName(context.phase.phase)}-${name}`);
  if (!(await host.files.exists(path))) await ensureWorktree(host, repository, path, merge);
  return path;
}

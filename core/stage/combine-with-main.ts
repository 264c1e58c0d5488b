import { commitMessage, currentPerson, dateOf, makeCommit } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { mergeTree } from '../git/merge-tree.ts';
import { setRef } from '../git/refs.ts';
import { ensureWorktree } from '../git/worktree.ts';
import type { LandRecord } from '../result/records.ts';
import { phaseWorktreeName, worktreePath, type StageContext } from './context.ts';
import { judgeWithMain } from './judge-with-main.ts';
import { askWhileOpen } from './land-question.ts';
import type { Beside } from './land-on-branch.ts';
import { makeLandable } from './landable.ts';
import { withHooks, type Landable, type Landing } from './landing.ts';
import { includes } from './mainline.ts';
import { readBrief } from './task.ts';

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
 * merge has what others have done as it is, and counts once its own tree is judged, and the user's hooks let it pass. Nobody has reviewed it: where both
 * sides touched the same files, or main a spec that the work was done to, a person says whether that needs no review.
 */
export async function combineWithMain(context: StageContext, work: Landable, main: At): Promise<Ready> {
  const { git } = context.repository;
  const { commit, told } = work;
  if (await includes(git, commit, main.at)) return { how: 'ready', ...work };
  const { tree, conflicts } = await mergeTree(git, main.at, commit);
  const merge = await mergeCommit(context, { tree, main, commit });
  const shared = conflicts.length > 0 ? conflicts : await touchedByBoth(context, main.at, commit);
  if (shared.length > 0) {
    const kind = conflicts.length > 0 ? 'conflict' : 'overlap';
    const show = async (): Promise<string> => await layOutMerge(context, merge, main.at);
    const asked = await askWhileOpen(context, { kind, main, commit, paths: shared, show });
    if (asked.how !== 'land') return asked;
  }
  const judged = await judgeWithMain(context, { merge, main: main.at });
  if (judged.how !== 'judged') return judged;
  const landable = await makeLandable(context, { onto: main.at, commit: merge, commits: [merge] });
  if (!landable.ok) {
    const { hooks: more, ...landing } = landable.landing;
    return { how: 'open', landing: withHooks({ ...landing, ...(told.hooks ? { hooks: told.hooks } : {}) }, more) };
  }
  const { commits = [], hooks } = landable.value.told;
  const all = [...(told.commits ?? []), ...commits];
  const both = withHooks(told, hooks);
  return {
    how: 'ready',
    ...landable.value,
    told: all.length > 0 ? { ...both, commits: all } : both,
    combined: judged.record,
  };
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
 * hand-off commit changes is code's work, not theirs: ticks and the backlog come together line by line.
 */
async function touchedByBoth(context: StageContext, main: string, commit: string): Promise<string[]> {
  const { git } = context.repository;
  const fork = await git.text(['merge-base', main, commit]);
  const briefs = await Promise.all(context.phase.tasks.map((task) => readBrief(context, task)));
  const mine = new Set([
    ...(await changed(git, fork, `${commit}~1`)),
    ...briefs.flatMap((brief) => brief.sections.map((section) => section.path)),
  ]);
  return (await changed(git, fork, main)).filter((path) => mine.has(path));
}

async function changed(git: Git, from: string, to: string): Promise<string[]> {
  const names = await git.text(['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', from, to]);
  return names.split('\0').filter(Boolean);
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

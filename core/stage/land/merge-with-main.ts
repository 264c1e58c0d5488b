import { join } from 'node:path';
import { commitMessage, currentPerson, dateOf, makeCommit } from '../../git/commit.ts';
import { editTree } from '../../git/edit.ts';
import { mergeTree, type Merged } from '../../git/merge-tree.ts';
import { setRef } from '../../git/refs.ts';
import { ensureWorktree } from '../../git/worktree.ts';
import type { MergeRecord } from '../../result/records.ts';
import { phaseWorktreeName, worktreePath, type StageContext } from '../context.ts';
import { backlogOnMain } from './backlog-on-main.ts';
import type { At } from './combine-with-main.ts';

/** As git merges them, but the backlog entry by entry. */
export async function mergeBoth(context: StageContext, commit: string, main: string): Promise<Merged> {
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

/** The same two commits give the same merge. */
export async function mergeCommit(
  context: StageContext,
  about: {
    readonly tree: string;
    readonly main: At;
    readonly commit: string;
    readonly record?: MergeRecord | undefined;
  },
): Promise<string> {
  const { git } = context.repository;
  const { phase, plan } = context.phase;
  const { tree, main, commit, record } = about;
  const resolved = record
    ? [`Conflicts were resolved by an agent, and that was reviewed: ${record.paths.join(', ')}.`]
    : [];
  const dates = [await dateOf(git, main.at), await dateOf(git, commit)];
  const [date] = dates.toSorted((one, other) => secondsOf(other) - secondsOf(one));
  return await makeCommit(git, {
    tree,
    parents: [main.at, commit],
    message: commitMessage(
      `phase ${phase.id}: merge into ${main.name}`,
      ['Main has moved since the phase began. Gates and exit criteria ran on this tree.', ...resolved],
      { Plan: plan.id, Phase: phase.id, 'Phase-Step': 'merge' },
    ),
    author: { ...(await currentPerson(git)), date: date! },
  });
}

/** Of `@<seconds> <zone>`. */
function secondsOf(date: string): number {
  return Number.parseInt(date.slice(1), 10);
}

/** A worktree to look at, conflicts marked; one for each main, and never touched again: somebody may be at work in it. */
export async function layOutMerge(context: StageContext, merge: string, main: string): Promise<string> {
  const { host, refs, repository } = context;
  const name = `merge-${main.slice(0, 8)}`;
  await setRef(repository.git, refs.work(name), merge);
  const path = await worktreePath(context, `${phaseWorktreeName(context.phase.phase)}-${name}`);
  if (!(await host.files.exists(path))) await ensureWorktree(host, repository, path, merge);
  return path;
}

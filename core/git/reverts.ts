import { allReverts, type OneRevert } from './all-reverts.ts';
import { changedBetween } from './changed-between.ts';
import type { Git } from './git.ts';
import { leftOf } from './left-of.ts';

/** A commit that takes others back, and was not taken back itself. */
export interface Revert {
  readonly commit: string;
  /** The commit that it takes back: one of those asked about, or the merge that brought them. */
  readonly of: string;
  /** Those of the commits asked about that it takes back. */
  readonly takes: readonly string[];
  /** How much of `of` is left at the head: nothing; or it cannot be told, or the revert does not name what it takes. */
  readonly left: 'none' | 'unclear';
}

/**
 * What the history of these revisions takes back of some commits, in words ("This reverts commit …") and in deed; the
 * first of the revisions is the head. One that is called a revert and names no commit that is known, as forges write them,
 * is taken for what it does; that is for a person to judge. A revert that was itself reverted takes nothing back, nor does
 * one whose commit is all there at the head. One that was reverted only in part counts, as what is left at the head says.
 * One of a merge takes back all that was merged.
 */
export async function revertsOf(
  git: Git,
  revisions: readonly [head: string, ...others: string[]],
  commits: ReadonlySet<string>,
): Promise<Revert[]> {
  const [head] = revisions;
  const found: Revert[] = [];
  const [whole, partly] = [new Set<string>(), new Set<string>()];
  // Latest first, so that a revert of a revert is seen before what it brings back.
  for (const one of aboutAny(commits, await allReverts(git, revisions, commits))) {
    const taken = whole.has(one.commit) ? 'nothing' : await takenBy(git, one);
    if (taken === 'nothing') continue;
    const undone = taken === 'all' && !partly.has(one.commit) ? whole : partly;
    for (const commit of one.gone) undone.add(commit);
    const takes = one.gone.filter((commit) => commits.has(commit));
    const left = takes.length > 0 ? await leftOf(git, head, one) : 'all';
    if (left !== 'all') found.push({ commit: one.commit, of: one.of, takes, left: one.isNamed ? left : 'unclear' });
  }
  return found;
}

/** Those that are about some commits, or about reverts of them. */
function aboutAny(commits: ReadonlySet<string>, reverts: readonly OneRevert[]): OneRevert[] {
  const asked = new Set(commits);
  for (const { commit, gone } of reverts.toReversed()) if (gone.some((one) => asked.has(one))) asked.add(commit);
  return reverts.filter(({ gone }) => gone.some((one) => asked.has(one)));
}

/** Words alone take nothing back, and what was resolved by hand may have left some of it, or all. */
async function takenBy(git: Git, revert: OneRevert): Promise<'all' | 'some' | 'nothing'> {
  const { commit, parent, of, before } = revert;
  const its = new Set(await changedBetween(git, before, of));
  const touched = await changedBetween(git, parent, commit);
  if (!touched.some((path) => its.has(path))) return 'nothing';
  const taken = { none: 'all', unclear: 'some', all: 'nothing' } as const;
  return taken[await leftOf(git, commit, revert)];
}

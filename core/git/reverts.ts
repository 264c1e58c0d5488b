import { changedBetween } from './changed-between.ts';
import { combine } from './combine.ts';
import { treeOf } from './commit.ts';
import type { Git } from './git.ts';

/** A commit that takes others back, and was not taken back itself. */
export interface Revert {
  readonly commit: string;
  /** The commit that it names: one of those asked about, or the merge that brought them. */
  readonly of: string;
  /** Those of the commits asked about that it takes back. */
  readonly takes: readonly string[];
  /** How much of `of` is left at the head: nothing, or something that may be it in another form. */
  readonly left: 'none' | 'unclear';
}

/**
 * What the history of these revisions takes back of some commits, in words ("This reverts commit …") and in deed; the
 * first of the revisions is the head. A revert that was itself reverted takes nothing back, nor does one whose commit is
 * all there at the head. One that was reverted only in part counts, as what is left at the head says. One of a merge takes
 * back all that was merged.
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
  for (const one of aboutAny(commits, await namedReverts(git, revisions))) {
    const taken = whole.has(one.commit) ? 'nothing' : await takenBy(git, one);
    if (taken === 'nothing') continue;
    const undone = taken === 'all' && !partly.has(one.commit) ? whole : partly;
    for (const commit of one.gone) undone.add(commit);
    const takes = one.gone.filter((commit) => commits.has(commit));
    const left = takes.length > 0 ? await leftOf(git, head, one) : 'all';
    if (left !== 'all') found.push({ commit: one.commit, of: one.of, takes, left });
  }
  return found;
}

interface Named {
  readonly commit: string;
  /** What it changes is told against this parent. */
  readonly parent: string;
  readonly of: string;
  /** What `of` is told against: that parent of a merge which stays. */
  readonly before: string;
  /** All that goes with `of`. */
  readonly gone: readonly string[];
}

/** Those that are about some commits, or about reverts of them. */
function aboutAny(commits: ReadonlySet<string>, reverts: readonly Named[]): Named[] {
  const asked = new Set(commits);
  for (const { commit, gone } of reverts.toReversed()) if (gone.some((one) => asked.has(one))) asked.add(commit);
  return reverts.filter(({ gone }) => gone.some((one) => asked.has(one)));
}

const words = /^This reverts commit ([0-9a-f]{40,64})\b(?:, reversing\s+changes made to ([0-9a-f]{40,64})\b)?/gm;

/** The latest first; commits that git does not have are left out. */
async function namedReverts(git: Git, revisions: readonly string[]): Promise<Named[]> {
  const order = ['--topo-order', '-z', '--format=%H %P%n%B'];
  const log = await git.text(['log', '--grep=^This reverts commit ', ...order, ...revisions, '--']);
  const named = log.split('\0').flatMap((text) => {
    const [commit = '', parent = ''] = (text.split('\n', 1)[0] ?? '').split(' ');
    const all = parent === '' ? [] : [...text.matchAll(words)];
    return all.map(([, of = '', kept = '']) => ({ commit, parent, of, kept }));
  });
  const parents = await parentsOf(git, [...new Set(named.map(({ of }) => of))]);
  const reverts: Named[] = [];
  for (const { commit, parent, of, kept } of named) {
    const [first, ...merged] = parents.get(of) ?? [];
    if (first === undefined) continue;
    const before = merged.includes(kept) ? kept : first;
    const gone = merged.length > 0 ? (await git.text(['rev-list', of, `^${before}`, '--'])).split('\n') : [of];
    reverts.push({ commit, parent, of, before, gone });
  }
  return reverts;
}

async function parentsOf(git: Git, commits: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (commits.length === 0) return new Map();
  const input = commits.join('\n');
  const found = await git.text(['rev-list', '--no-walk', '--ignore-missing', '--parents', '--stdin'], { input });
  return new Map(
    found.split('\n').map((line) => {
      const [commit = '', ...parents] = line.split(' ');
      return [commit, parents];
    }),
  );
}

/** Words alone take nothing back, and what was resolved by hand may have left some of it, or all. */
async function takenBy(git: Git, revert: Named): Promise<'all' | 'some' | 'nothing'> {
  const { commit, parent, of, before } = revert;
  const its = new Set(await changedBetween(git, before, of));
  const touched = await changedBetween(git, parent, commit);
  if (!touched.some((path) => its.has(path))) return 'nothing';
  const taken = { none: 'all', unclear: 'some', all: 'nothing' } as const;
  return taken[await leftOf(git, commit, revert)];
}

/** How much of what a commit did is there at another one, whatever else was done to the same files. */
async function leftOf(git: Git, at: string, { of, before }: Named): Promise<'all' | 'none' | 'unclear'> {
  const tree = await treeOf(git, at);
  const doneAgain = await combine(git, at, { name: 'again', start: before, commit: of });
  if (doneAgain.ok && doneAgain.tree === tree) return 'all';
  const takenOut = await combine(git, at, { name: 'back', start: of, commit: before });
  return takenOut.ok && takenOut.tree === tree ? 'none' : 'unclear';
}

import type { Git } from './git.ts';
import { makeCommit, treeOf, type Person } from './commit.ts';
import { mergeTree, type Merged } from './merge-tree.ts';

/** One piece of work: what it started from and what it became. */
export interface Change {
  readonly name: string;
  readonly start: string;
  readonly commit: string;
}

/** What cannot be had together has a tree all the same, with markers in it. */
export type Combined =
  | { readonly ok: true; readonly tree: string }
  | { readonly ok: false; readonly with: Change; readonly merged: Merged };

/** Only trees matter here, so these commits are the same on every machine at every time. */
const anonymous: Person = { name: 'phasewright', email: 'phasewright@localhost', date: '@0 +0000' };

/** The tree that has what `onto` has and what `change` did, by a three-way merge from the change's own start. */
export async function combine(git: Git, onto: string, change: Change): Promise<Combined> {
  const [ontoTree, startTree, tree] = await Promise.all(
    [onto, change.start, change.commit].map((commit) => treeOf(git, commit)),
  );
  if (ontoTree === startTree) return { ok: true, tree: tree! };
  // merge-tree looks for the merge base in history. Ours is known, so it gets a history that says so.
  const bare = (contents: string, parents: readonly string[]) =>
    makeCommit(git, { tree: contents, parents, message: 'combine\n', author: anonymous });
  const base = await bare(startTree!, []);
  const [ours, theirs] = await Promise.all([bare(ontoTree!, [base]), bare(tree!, [base])]);
  const merged = await mergeTree(git, ours, theirs);
  return merged.conflicts.length === 0 ? { ok: true, tree: merged.tree } : { ok: false, with: change, merged };
}

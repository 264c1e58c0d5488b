import type { Git } from './git.ts';

/** What comes of two commits together: a tree, which has markers in it where they conflict. */
export interface Merged {
  readonly tree: string;
  /** Paths that conflict; none where the merge is clean. */
  readonly conflicts: readonly string[];
}

/** Merges as `git merge` would, by the history of both; no ref, index or checkout is touched. */
export async function mergeTree(git: Git, ours: string, theirs: string): Promise<Merged> {
  const merged = await git.run(['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs]);
  if (merged.code > 1) throw new Error(`Internal error: git merge-tree ended with ${merged.code}: ${merged.stderr}`);
  const [tree, ...conflicts] = merged.stdout.split('\0').filter((part) => part !== '');
  return { tree: tree!, conflicts: merged.ok ? [] : [...new Set(conflicts)] };
}

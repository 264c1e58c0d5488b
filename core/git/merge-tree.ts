import type { Git } from './git.ts';

/** What comes of two commits together: a tree, which has markers in it where they conflict. */
export interface Merged {
  readonly tree: string;
  /** Paths that conflict; none where the merge is clean. */
  readonly conflicts: readonly string[];
  /** What git could not bring together there, as `<mode> <object> <stage>\t<path>`: the same conflict has the same. */
  readonly stages: readonly string[];
}

/** Merges as `git merge` would, by the history of both; no ref, index or checkout is touched. */
export async function mergeTree(git: Git, ours: string, theirs: string): Promise<Merged> {
  const merged = await git.run(['merge-tree', '--write-tree', '-z', '--no-messages', ours, theirs]);
  if (merged.code > 1) throw new Error(`Internal error: git merge-tree ended with ${merged.code}: ${merged.stderr}`);
  const [tree, ...stages] = merged.stdout.split('\0').filter((part) => part !== '');
  const conflicts = stages.map((entry) => entry.slice(entry.indexOf('\t') + 1));
  return merged.ok
    ? { tree: tree!, conflicts: [], stages: [] }
    : { tree: tree!, conflicts: [...new Set(conflicts)], stages };
}

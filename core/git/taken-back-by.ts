import { changedBetween } from './changed-between.ts';
import type { Git } from './git.ts';

/**
 * Paths that a merge has otherwise than `ours`, though `theirs` has not touched them since the base: what others did there
 * would be taken back, or moved. None for a merge as git makes it, which is not taken on trust. Where `ours` has moved a file
 * that `theirs` has changed, the change goes with it.
 */
export async function takenBackBy(
  git: Git,
  { base, ours, theirs, merged }: { base: string; ours: string; theirs: string; merged: string },
): Promise<string[]> {
  const otherwise = await changedBetween(git, ours, merged);
  if (otherwise.length === 0) return [];
  const touched = new Set(await changedBetween(git, base, theirs));
  const suspect = otherwise.filter((path) => !touched.has(path));
  if (suspect.length === 0) return [];
  const movedFrom = await movesBetween(git, base, ours);
  return suspect.filter((path) => !touched.has(movedFrom.get(path) ?? ''));
}

/** New path → old path. */
async function movesBetween(git: Git, from: string, to: string): Promise<Map<string, string>> {
  const args = ['diff', '--name-status', '-z', '--diff-filter=R', '--find-renames', '--no-ext-diff', from, to];
  const parts = (await git.text(args)).split('\0');
  const moves = new Map<string, string>();
  for (let index = 0; index + 2 < parts.length; index += 3) moves.set(parts[index + 2]!, parts[index + 1]!);
  return moves;
}

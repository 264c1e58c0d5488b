import type { Git } from './git.ts';

/** The paths that differ between two commits; what was moved has two. */
export async function changedBetween(git: Git, from: string, to: string): Promise<string[]> {
  const names = await git.text(['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', from, to]);
  return names.split('\0').filter(Boolean);
}

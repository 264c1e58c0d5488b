import type { Git } from './git.ts';

/** Paths of a checkout that differ from HEAD, staged, unstaged or untracked; of those that the pathspecs name. */
export async function differing(git: Git, pathspecs: readonly string[]): Promise<string[]> {
  const args = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--', ...pathspecs];
  const entries = (await git.text(args)).split('\0');
  return entries.filter((entry) => entry.length > 3).map((entry) => entry.slice(3));
}

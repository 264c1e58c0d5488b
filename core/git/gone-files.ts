import type { Git } from './git.ts';

/** Files of a commit that another one has no more, and that were not moved there either: as far as git knows them again. */
export async function goneFiles(git: Git, from: string, to: string): Promise<string[]> {
  const names = await git.text([
    'diff',
    '--name-only',
    '-z',
    '--diff-filter=D',
    '--find-renames',
    '--no-ext-diff',
    from,
    to,
  ]);
  return names.split('\0').filter(Boolean);
}

import type { Git } from './git.ts';

/** Paths that differ between two commits, at or below some paths; all of them where none is named. */
export async function changedBetween(
  git: Git,
  from: string,
  to: string,
  paths: readonly string[] = [],
): Promise<string[]> {
  const names = await git.text([
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    from,
    to,
    ...(paths.length > 0 ? ['--', ...paths] : []),
  ]);
  return names.split('\0').filter(Boolean);
}

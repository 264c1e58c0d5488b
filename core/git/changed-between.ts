import type { Git } from './git.ts';

/** `existing`: only what is there at the first, edited or gone. `staying`: what is there at the second, new or edited. */
type Which = 'all' | 'existing' | 'staying';

/** Paths that differ between two commits, at or below some paths; all of them where none is named. */
export async function changedBetween(
  git: Git,
  from: string,
  to: string,
  paths: readonly string[] = [],
  which: Which = 'all',
): Promise<string[]> {
  const names = await git.text([
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    ...filters[which],
    from,
    to,
    ...(paths.length > 0 ? ['--', ...paths] : []),
  ]);
  return names.split('\0').filter(Boolean);
}

const filters: Readonly<Record<Which, readonly string[]>> = {
  all: [],
  existing: ['--diff-filter=a'],
  staying: ['--diff-filter=d'],
};

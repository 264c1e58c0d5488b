import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import type { Git } from './git.ts';
import { removeLocks, workPaths } from './worktree.ts';

/** All that lies in a worktree, as a tree, and what of it differs from a commit. */
export interface Taken {
  readonly tree: string;
  readonly changed: readonly string[];
}

/**
 * Takes the files of a worktree into its index, on top of `onto`. A repository that somebody made inside of it would be
 * taken as a bare pointer, and its files would be lost: it stops being one, and its files are taken like all others.
 */
export async function takeAll(host: Host, worktree: Git, onto: string): Promise<Result<Taken>> {
  // A run that was killed while it committed has left them.
  await removeLocks(host, worktree);
  await worktree.text(['read-tree', onto]);
  await dissolveRepositories(host, worktree);
  const added = await worktree.run(['add', '--all', '--', ...workPaths]);
  if (!added.ok) return fail('worktree', `Git could not take the work in ${worktree.folder}: ${added.stderr.trim()}`);
  const tree = await worktree.text(['write-tree']);
  const raw = await worktree.text(['diff-tree', '-r', '-z', '--raw', '--no-renames', onto, tree]);
  const parts = raw.split('\0').filter(Boolean);
  const entries = parts.flatMap((part, index) =>
    part.startsWith(':') ? [{ about: part, path: parts[index + 1] ?? '' }] : [],
  );
  const pointer = entries.find(({ about }) => about.split(' ')[1] === '160000');
  if (pointer)
    return fail(
      'worktree',
      `Unexpected repository inside the worktree at ${pointer.path}, expected files. Remove its .git folder.`,
    );
  return ok({ tree, changed: entries.map(({ path }) => path) });
}

const deepest = 20;

async function dissolveRepositories(host: Host, worktree: Git): Promise<void> {
  // One may lie within another; each round takes the outermost away.
  for (let depth = 0; depth < deepest; depth++) {
    const listed = await worktree.text(['ls-files', '--others', '--exclude-standard', '-z', '--', ...workPaths]);
    const found = listed.split('\0').filter((path) => path.endsWith('/'));
    if (found.length === 0) return;
    for (const path of found) await host.files.remove(join(worktree.folder, path, '.git'));
  }
}

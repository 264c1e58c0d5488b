import { dirname, join } from 'node:path';
import { isMarked } from '../git/worktree.ts';
import type { Host } from '../host/host.ts';

/** The user's checkout, or another worktree of theirs. */
export interface UserWorktree {
  /** Absolute. */
  readonly path: string;
  /** Where git keeps what is this worktree's alone; absolute. */
  readonly record: string;
}

/** All worktrees of a repository that are not ours, whatever state they are in; the checkout comes first. */
export async function userWorktrees(host: Host, commonFolder: string): Promise<UserWorktree[]> {
  const found: UserWorktree[] = [{ path: dirname(commonFolder), record: commonFolder }];
  const records = join(commonFolder, 'worktrees');
  for (const { name } of await host.files.list(records)) {
    const record = join(records, name);
    const path = dirname(((await host.files.read(join(record, 'gitdir')).catch(() => undefined)) ?? '').trim());
    if (!(await isMarked(host, path))) found.push({ path, record });
  }
  return found;
}

import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHost } from '../../core/host/node-host.ts';
import { openRepository } from '../../core/git/repository.ts';
import { ensureWorktree, ownPath, removeWorktree, resetWorktree } from '../../core/git/worktree.ts';

/*
 * A program of its own, since root may write anywhere: given a repository, it leaves folders in a worktree of it in which
 * nobody may write, and prints what is left of them when the worktree was put back in each of our ways.
 */

const root = process.argv[2] ?? '';
const host = { ...nodeHost(), stateFolder: join(root, '..', 'state') };
const opened = await openRepository(host, root);
if (!opened.ok) throw new Error(opened.failure.message);
const repository = opened.value;
const path = await ownPath(host, join(root, '.worktrees/task'), 'task');

const ways = {
  ensured: async () => void (await ensureWorktree(host, repository, path, repository.head)),
  reset: async () => await resetWorktree(host, repository.git.in(path), repository.head, 'ignored-too'),
  removed: async () => await removeWorktree(host, repository, path),
};
const left: Record<string, boolean> = {};
for (const [name, putBack] of Object.entries(ways)) {
  await ensureWorktree(host, repository, path, repository.head);
  lock('fixtures/cache/deep');
  lock('tracked');
  await putBack();
  left[name] = existsSync(join(path, 'fixtures'));
}
process.stdout.write(JSON.stringify(left));

function lock(folder: string): void {
  const at = join(path, folder);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'file'), 'changed');
  chmodSync(at, 0o555);
  chmodSync(join(at, '..'), folder.includes('/') ? 0o000 : 0o755);
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../core/git/repository.ts';
import { ensureWorktree } from '../../core/git/worktree.ts';
import { provide } from '../../core/stage/provide.ts';
import { contained } from '../agent/contained.ts';
import { commitFiles, userGit, writeFiles } from '../git/scratch.ts';

const lock = { name: 'x', lockfileVersion: 3, requires: true, packages: { '': { name: 'x' } } };

/** Installs in the task's worktree, by way of a manifest with this script. */
async function installed(prepare: string) {
  const phase = await contained();
  const { host, root, repository, context, worktree: path } = phase;
  const manifest = { name: 'x', private: true, scripts: { prepare } };
  const commit = commitFiles(root, {
    'package.json': JSON.stringify(manifest),
    'package-lock.json': JSON.stringify(lock),
    '.gitignore': 'node_modules\n',
  });
  const worktree = await ensureWorktree(host, repository, path, commit);
  return { ...phase, provided: await provide(context, 'task-1.1', worktree, commit) };
}

test('An installation that changes nothing of git’s is believed.', async () => {
  expect((await installed('true')).provided).toEqual({ ok: true, value: 'installed' });
});

test('What an installation plants makes it a failure, is gone by nowhere, and it is done again.', async () => {
  const work = 'refs/phasewright/demo/1/work/task-1.2';
  const { provided, host, root, worktree, repository } = await installed(
    `git config filter.x.clean evil && git update-ref -d ${work}`,
  );
  expect(provided).toMatchObject({
    ok: false,
    failure: { reason: 'dependencies', message: expect.stringContaining('filter.x.clean was set') },
  });
  expect(userGit(root, 'rev-parse', work)).toBe(repository.head);
  expect(existsSync(join(worktree, 'node_modules/.phasewright-dependencies'))).toBe(false);
  const later = await openRepository(host, root);
  expect(later).toMatchObject({ ok: true, value: { distrusted: ['filter.x.clean'] } });
});

test('Nothing is linked or installed when installed packages have changed since the phase was bound.', async () => {
  const { root, worktree: path, repository, context } = await contained();
  writeFiles(root, { 'node_modules/third/index.js': 'evil' });
  const provided = await provide(context, 'task-1.1', repository.git.in(path), repository.head);
  expect(provided).toMatchObject({
    ok: false,
    failure: { reason: 'dependencies', message: expect.stringContaining('node_modules/third') },
  });
});

import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { notBrought } from '../../core/git/not-brought.ts';
import { ensureWorktree, removeWorktree } from '../../core/git/worktree.ts';
import { takeAll } from '../../core/git/take-all.ts';
import { commitFiles, configured, scratch, userGit, type Scratch } from './scratch.ts';
import { existsSync, readdirSync } from 'node:fs';

const told = async ({ git, repository }: Scratch): Promise<string[]> => await notBrought(git, repository.head);

test('F40: Pointers of LFS are told where git is not set up to bring the files, and only there.', async () => {
  const made = await scratch({ '.gitattributes': '*.bin filter=lfs -text\n', 'deep/a.bin': 'pointer', 'b.txt': 'b' });
  expect(await told(made)).toEqual([expect.stringMatching(/^1 files such as deep\/a\.bin are kept by LFS.*git lfs install/)]);
  const skips = { 'filter.lfs.smudge': 'git-lfs smudge --skip -- %f', 'filter.lfs.process': 'git-lfs filter-process --skip' };
  expect(await told(await configured(made, skips))).toHaveLength(1);
  expect(await told(await configured(made, { 'filter.lfs.smudge': 'git-lfs smudge -- %f', 'filter.lfs.process': 'git-lfs filter-process' }))).toEqual([]);
}); // prettier-ignore

test('Where nothing is left out nothing is told.', async () => {
  expect(await told(await scratch({ 'a.bin': 'a' }))).toEqual([]);
});

test('F38: A submodule is told to be empty in worktrees; one that an agent has filled or moved is no change, or refused, and goes with its worktree.', async () => {
  const { host, root, repository } = await withSubmodule();
  expect(await notBrought(repository.git, repository.head)).toEqual([expect.stringContaining(': vendor/inner')]);
  const path = join(root, '.worktrees/task');
  const worktree = await ensureWorktree(host, repository, path, repository.head);
  expect(readdirSync(join(path, 'vendor/inner'))).toEqual([]);
  userGit(path, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init');
  expect(readdirSync(join(path, 'vendor/inner'))).toContain('a.txt');
  expect(await takeAll(host, worktree, repository.head)).toMatchObject({ value: { changed: [] } });
  userGit(join(path, 'vendor/inner'), '-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '--quiet', '--allow-empty', '--message=on');
  expect(await takeAll(host, worktree, repository.head)).toMatchObject({
    failure: { reason: 'worktree', message: expect.stringContaining('vendor/inner') },
  });
  await removeWorktree(host, repository, path);
  expect(existsSync(path)).toBe(false);
  expect(userGit(root, 'worktree', 'list')).not.toContain('.worktrees');
}); // prettier-ignore

async function withSubmodule(): Promise<Scratch> {
  const made = await scratch({ 'a.txt': 'a' });
  const inner = join(dirname(made.root), 'inner');
  userGit(dirname(made.root), 'clone', '--quiet', made.root, inner);
  userGit(made.root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'vendor/inner');
  commitFiles(made.root, {});
  return await configured(made, {});
}

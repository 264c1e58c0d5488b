import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileAt, openRepository, pathsAt, uncommitted } from '../../core/git/repository.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { checkoutOf, scratch, userGit, writeFiles } from './scratch.ts';

describe('openRepository', () => {
  test('refuses a folder without a repository.', async () => {
    const folder = temporaryFolder();
    expect(await openRepository(hostWith(), folder)).toMatchObject({ ok: false, failure: { reason: 'no-repository' } });
  });

  test('refuses a repository without a commit.', async () => {
    const folder = temporaryFolder();
    userGit(folder, 'init', '--quiet');
    expect(await openRepository(hostWith(), folder)).toMatchObject({
      ok: false,
      failure: { reason: 'empty-repository' },
    });
  });

  test('refuses a bare repository.', async () => {
    const folder = temporaryFolder();
    userGit(folder, 'init', '--quiet', '--bare');
    expect(await openRepository(hostWith(), folder)).toMatchObject({
      failure: { reason: 'no-repository', message: expect.stringContaining('bare repository') },
    });
  });

  test.each([
    ['git version 2.37.9', false],
    ['git version 1.99.0', false],
    ['git version 2.38.0', true],
    ['git version 3.0.1 (Apple Git-1)', true],
    ['nonsense', false],
  ])('F45: asks git for its version: %s.', async (version, accepted) => {
    const { root } = await scratch({ 'a.txt': '1' });
    const folder = temporaryFolder();
    // A git of another age: the real one under a different number.
    const real = process.env['PATH'];
    writeFiles(folder, {
      git: `#!/bin/sh\ncase "$*" in *version) echo '${version}';; *) PATH='${real}' exec git "$@";; esac\n`,
    });
    const host = hostWith({ env: { ...process.env, PATH: `${folder}:${real}` } });
    const opened = await openRepository(host, root);
    expect(opened.ok ? 'accepted' : opened.failure.reason).toBe(accepted ? 'accepted' : 'git-too-old');
  });

  test('says when there is no git.', async () => {
    const folder = temporaryFolder();
    const opened = await openRepository(hostWith({ env: { PATH: folder } }), folder);
    expect(opened).toMatchObject({
      failure: { reason: 'git-too-old', message: expect.stringContaining('absence of git') },
    });
  });

  test('finds the root from below, and what all worktrees share.', async () => {
    const { root, host } = await scratch({ 'a/b.txt': '1' });
    const opened = await openRepository(host, join(root, 'a'));
    expect(opened).toMatchObject({ value: { root, commonFolder: join(root, '.git') } });
    expect(opened.ok && opened.value.git.folder).toBe(root);
  });

  test('is not led elsewhere by what a git hook leaves in the environment.', async () => {
    const { root } = await scratch({ 'a.txt': '1' });
    const other = await scratch({ 'b.txt': '1' });
    const env = {
      ...process.env,
      GIT_DIR: join(other.root, '.git'),
      GIT_WORK_TREE: other.root,
      GIT_INDEX_FILE: '/nowhere',
    };
    const opened = await openRepository(hostWith({ env }), root);
    expect(opened).toMatchObject({ value: { root } });
    expect(opened.ok && (await pathsAt(opened.value.git, opened.value.head, ''))).toEqual(['a.txt']);
  });
});

test('What is not committed is told path by path: edits, staged ones, new files, and renames as both their names.', async () => {
  const { root, repository } = await scratch({
    'specs/a.md': 'a',
    'specs/b.md': 'b',
    'specs/long name.md': 'c',
    'src/x.ts': 'x',
  });
  expect(await uncommitted(repository, ['specs'])).toEqual([]);
  writeFiles(root, { 'specs/a.md': 'edited', 'specs/new ü.md': 'new', 'src/x.ts': 'edited' });
  userGit(root, 'mv', 'specs/long name.md', 'specs/other name.md');
  const before = checkoutOf(root);
  const found = await uncommitted(repository, ['specs']);
  expect(found.toSorted()).toEqual(['specs/a.md', 'specs/long name.md', 'specs/new ü.md', 'specs/other name.md']);
  expect(checkoutOf(root)).toEqual(before);
});

test('Files and paths are read as they are at a commit, not as they lie there.', async () => {
  const { root, git, repository } = await scratch({
    'a b.txt': '\uFEFFbyte order\r\n',
    'deep/er/x.md': 'x',
    'deep2/y.md': 'y',
  });
  writeFiles(root, { 'a b.txt': 'edited', 'deep/z.md': 'z' });
  mkdirSync(join(root, 'deep3'));
  expect(await fileAt(git, repository.head, 'a b.txt')).toBe('\uFEFFbyte order\r\n');
  expect(await fileAt(git, repository.head, 'none.txt')).toBeUndefined();
  expect(await fileAt(git, repository.head, 'deep')).toBeUndefined();
  expect(await pathsAt(git, repository.head, '')).toEqual(['a b.txt', 'deep/er/x.md', 'deep2/y.md']);
  expect(await pathsAt(git, repository.head, 'deep')).toEqual(['deep/er/x.md']);
});

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedPaths, ensureWorktree, removeWorktree, resetWorktree } from '../../core/git/worktree.ts';
import {
  checkoutOf,
  commitFiles,
  configured,
  filesBelow,
  scratch,
  userGit,
  writeFiles,
  type Scratch,
} from './scratch.ts';
import { temporaryFolder } from '../host/temporary.ts';

const files = { 'a.txt': 'one\n', 'src/b.txt': 'two\n', '.gitignore': 'dist/\n' };

async function withWorktree(): Promise<Scratch & { path: string; record: string }> {
  const made = await scratch(files);
  const path = join(made.root, '.worktrees', 'demo-1.1');
  await ensureWorktree(made.host, made.repository, path, made.repository.head);
  return { ...made, path, record: join(made.root, '.git/worktrees/demo-1.1') };
}

/** What of git's own files a killed or curious process may have left behind is not looked at. */
function contents(path: string): string[] {
  return filesBelow(path, '').toSorted();
}

describe('ensureWorktree', () => {
  test('makes one that is not there, detached, at exactly the commit.', async () => {
    const { path, repository } = await withWorktree();
    expect(contents(path)).toEqual(['.git', '.gitignore', 'a.txt', 'src/b.txt']);
    expect(userGit(path, 'rev-parse', 'HEAD')).toBe(repository.head);
    expect(userGit(path, 'rev-parse', '--abbrev-ref', 'HEAD')).toBe('HEAD');
    expect(userGit(path, 'status', '--porcelain')).toBe('');
  });

  test('moves one that is there to another commit.', async () => {
    const { host, root, path, repository } = await withWorktree();
    const next = commitFiles(root, { 'a.txt': 'next\n', 'c.txt': 'new\n', 'src/b.txt': undefined });
    await ensureWorktree(host, repository, path, next);
    expect(contents(path)).toEqual(['.git', '.gitignore', 'a.txt', 'c.txt']);
    expect(userGit(path, 'rev-parse', 'HEAD')).toBe(next);
    await ensureWorktree(host, repository, path, repository.head);
    expect(contents(path)).toEqual(['.git', '.gitignore', 'a.txt', 'src/b.txt']);
  });

  test.each<[string, (at: { path: string; record: string }) => void]>([
    ['deleted by hand', ({ path }) => rmSync(path, { recursive: true })],
    ['deleted with the folder around it', ({ path }) => rmSync(join(path, '..'), { recursive: true })],
    ['without its index, as a killed `worktree add` leaves it', ({ record }) => rmSync(join(record, 'index'))],
    [
      'locked, as a killed `worktree add` leaves it',
      ({ path, record }) => {
        writeFileSync(join(record, 'locked'), 'initializing');
        rmSync(join(record, 'index'));
        rmSync(join(path, 'a.txt'));
      },
    ],
    ['without its `.git` file', ({ path }) => rmSync(join(path, '.git'))],
    ['with junk in place of its `.git` file', ({ path }) => writeFileSync(join(path, '.git'), 'junk')],
    ["without git's record of it", ({ record }) => rmSync(record, { recursive: true })],
    ['with an empty HEAD', ({ record }) => writeFileSync(join(record, 'HEAD'), '')],
    [
      'a folder of junk',
      ({ path }) => {
        rmSync(path, { recursive: true });
        writeFiles(path, { 'junk.txt': 'junk', 'src/b.txt': 'junk' });
      },
    ],
    [
      'a file',
      ({ path }) => {
        rmSync(path, { recursive: true });
        writeFileSync(path, 'junk');
      },
    ],
    ['with a stale index.lock', ({ record }) => writeFileSync(join(record, 'index.lock'), '')],
    ['with a stale HEAD.lock', ({ record }) => writeFileSync(join(record, 'HEAD.lock'), '')],
    [
      'dirty',
      ({ path }) => {
        writeFiles(path, { 'a.txt': 'edited', 'new.txt': 'new', 'deep/new.txt': 'new', 'src/b.txt': undefined });
        userGit(path, 'add', 'new.txt', 'a.txt');
      },
    ],
    [
      "a repository of the agent's own",
      ({ path }) => {
        rmSync(join(path, '.git'));
        userGit(path, 'init', '--quiet');
        userGit(path, 'config', 'user.name', 'agent');
        userGit(path, 'config', 'user.email', 'agent@example.com');
        commitFiles(path, { 'a.txt': 'mine' });
      },
    ],
    [
      'with an empty folder in place of its `.git` file',
      ({ path }) => {
        rmSync(join(path, '.git'));
        mkdirSync(join(path, '.git'));
        writeFileSync(join(path, 'a.txt'), 'edited');
      },
    ],
    [
      'edited behind marks in its index',
      ({ path }) => {
        userGit(path, 'update-index', '--skip-worktree', 'a.txt');
        userGit(path, 'update-index', '--assume-unchanged', 'src/b.txt');
        writeFiles(path, { 'a.txt': 'hidden', 'src/b.txt': 'hidden' });
      },
    ],
    ['made sparse by an agent', ({ path }) => void userGit(path, 'sparse-checkout', 'set', 'none')],
    [
      'with a repository that an agent made in it',
      ({ path }) => {
        writeFiles(path, { 'inner/x.txt': 'x' });
        userGit(join(path, 'inner'), 'init', '--quiet');
      },
    ],
    [
      "on a commit and a branch of the agent's",
      ({ path }) => {
        userGit(path, 'checkout', '--quiet', '-b', 'mine');
        commitFiles(path, { 'a.txt': 'mine' });
      },
    ],
    [
      'in the middle of a merge with conflicts',
      ({ path }) => {
        const start = userGit(path, 'rev-parse', 'HEAD');
        const ours = commitFiles(path, { 'a.txt': 'ours' });
        userGit(path, 'checkout', '--quiet', start);
        commitFiles(path, { 'a.txt': 'theirs' });
        expect(() => userGit(path, 'merge', ours)).toThrow('Command failed: git merge');
      },
    ],
  ])('F22: puts one right that is %s.', async (_title, spoil) => {
    const { host, path, record, repository } = await withWorktree();
    spoil({ path, record });
    await ensureWorktree(host, repository, path, repository.head);
    expect(contents(path)).toEqual(['.git', '.gitignore', 'a.txt', 'src/b.txt']);
    expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('one\n');
    expect(userGit(path, 'rev-parse', 'HEAD', '--abbrev-ref', 'HEAD').split('\n')).toEqual([repository.head, 'HEAD']);
    expect(userGit(path, 'status', '--porcelain')).toBe('');
  });

  test('leaves dependencies, caches and artifacts where they are.', async () => {
    const { host, path, repository } = await withWorktree();
    writeFiles(path, {
      'node_modules/x/index.js': '1',
      'src/node_modules/y.js': '1',
      '.phasewright/p.json': '{}',
      '.nx/cache': '',
    });
    await ensureWorktree(host, repository, path, repository.head);
    expect(contents(path)).toContain('node_modules/x/index.js');
    expect(contents(path)).toContain('src/node_modules/y.js');
    expect(contents(path)).toContain('.phasewright/p.json');
  });

  test("takes its own folder out of the user's sight.", async () => {
    const { root } = await withWorktree();
    expect(userGit(root, 'status', '--porcelain', '--untracked-files=all')).toBe('');
  });

  test('does not run the hooks and programs that the user or an agent configured.', async () => {
    const made = await scratch(files);
    const { root } = made;
    const ran = join(root, '..', 'ran');
    writeFiles(join(root, '..'), {
      'hooks/post-checkout': `#!/bin/sh\ntouch ${ran}\n`,
      monitor: `#!/bin/sh\ntouch ${ran}\n`,
    });
    const { host, repository } = await configured(made, {
      'core.hooksPath': join(root, '..', 'hooks'),
      'core.fsmonitor': join(root, '..', 'monitor'),
    });
    const git = await ensureWorktree(host, repository, join(root, '.worktrees', 'x'), repository.head);
    await changedPaths(git, 'HEAD');
    await resetWorktree(host, git, repository.head);
    expect(existsSync(ran)).toBe(false);
  });
});

describe('removeWorktree', () => {
  test("removes the folder and git's record, and no other worktree.", async () => {
    const { host, root, path, repository } = await withWorktree();
    const other = join(root, '.worktrees', 'demo-1.2');
    await ensureWorktree(host, repository, other, repository.head);
    await removeWorktree(host, repository, path);
    expect(existsSync(path)).toBe(false);
    const listed = userGit(root, 'worktree', 'list', '--porcelain')
      .split('\n')
      .filter((line) => line.startsWith('worktree '));
    expect(listed).toEqual([`worktree ${root}`, `worktree ${other}`]);
  });

  test('does nothing where there is none.', async () => {
    const { host, root, repository } = await scratch(files);
    await removeWorktree(host, repository, join(root, '.worktrees', 'none'));
    expect(userGit(root, 'status', '--porcelain')).toBe('');
  });
});

test('Changed paths are told as they are: odd names, renames as two paths, nothing that is not work.', async () => {
  const { path, git } = await withWorktree();
  const odd = ['ä ö.txt', '"quoted".txt', 'new\nline.txt', '-rf', 'deep/er/x.txt'];
  writeFiles(path, {
    ...Object.fromEntries(odd.map((name) => [name, 'x'])),
    'node_modules/x.js': '1',
    '.phasewright/x': '1',
    'dist/x': '1',
  });
  userGit(path, 'mv', 'a.txt', 'moved.txt');
  expect((await changedPaths(git.in(path), 'HEAD')).toSorted()).toEqual([...odd, 'a.txt', 'moved.txt'].toSorted());
});

test('An edit does not hide behind a mark in the index.', async () => {
  const { path, git } = await withWorktree();
  userGit(path, 'update-index', '--skip-worktree', 'a.txt');
  userGit(path, 'update-index', '--assume-unchanged', 'src/b.txt');
  expect(await changedPaths(git.in(path), 'HEAD')).toEqual([]);
  userGit(path, 'update-index', '--skip-worktree', 'a.txt');
  userGit(path, 'update-index', '--assume-unchanged', 'src/b.txt');
  writeFiles(path, { 'a.txt': 'hidden', 'src/b.txt': 'hidden' });
  expect(await changedPaths(git.in(path), 'HEAD')).toEqual(['a.txt', 'src/b.txt']);
});

test('The worktree of a user whose checkout is sparse is whole, and the checkout stays sparse.', async () => {
  const { host, root, repository } = await scratch({ ...files, 'wide/c.txt': 'three\n' });
  userGit(root, 'sparse-checkout', 'set', 'src');
  const before = checkoutOf(root);
  const path = join(root, '.worktrees', 'demo-1.1');
  const git = await ensureWorktree(host, repository, path, repository.head);
  expect(contents(path)).toEqual(['.git', '.gitignore', 'a.txt', 'src/b.txt', 'wide/c.txt']);
  await resetWorktree(host, git, repository.head);
  writeFiles(path, { 'wide/new.txt': 'new\n' });
  expect(await changedPaths(git, 'HEAD')).toEqual(['wide/new.txt']);
  expect(checkoutOf(root)).toEqual(before);
  expect(userGit(root, 'status', '--porcelain')).toBe('');
});

test("The user's checkout is not touched by all of this, whatever state it is in.", async () => {
  const { host, root, repository } = await scratch(files);
  writeFiles(root, { 'a.txt': 'staged\n' });
  userGit(root, 'add', 'a.txt');
  userGit(root, 'stash', 'push', '--quiet');
  writeFiles(root, { 'a.txt': 'staged again\n', 'untracked.txt': 'mine\n' });
  userGit(root, 'add', 'a.txt');
  writeFiles(root, { 'a.txt': 'edited\n', 'src/b.txt': undefined });
  const before = checkoutOf(root);
  const path = join(root, '.worktrees', 'demo-1.1');
  mkdirSync(join(root, '.worktrees'));
  const git = await ensureWorktree(host, repository, path, repository.head);
  writeFiles(path, { 'a.txt': 'agent\n', 'new.txt': 'agent\n' });
  await changedPaths(git, 'HEAD');
  await resetWorktree(host, git, repository.head);
  await ensureWorktree(host, repository, path, repository.head);
  await removeWorktree(host, repository, path);
  expect(checkoutOf(root)).toEqual(before);
});

test('A worktree is put back by its content, whatever its index says of its files and what hides itself in it.', async () => {
  const { host, path, record, repository } = await withWorktree();
  const time = new Date('2020-01-01T00:00:00Z');
  const index = join(record, 'index');
  // The index of another moment: git took down how the evil file looks, for an entry of the good content.
  writeFiles(path, { 'a.txt': 'evi\n', 'src/evil/.gitignore': '*\n', 'src/evil/x.ts': '', 'dist/x': 'ignored' });
  utimesSync(join(path, 'a.txt'), time, time);
  const good = userGit(path, 'rev-parse', 'HEAD:a.txt');
  userGit(path, 'add', 'a.txt');
  const evil = Buffer.from(userGit(path, 'rev-parse', ':a.txt'), 'hex');
  const forged = readFileSync(index);
  forged.set(Buffer.from(good, 'hex'), forged.indexOf(evil));
  const body = forged.subarray(0, -20);
  writeFileSync(index, Buffer.concat([body, createHash('sha1').update(body).digest()]));
  expect(userGit(path, 'status', '--porcelain', '--', 'a.txt')).toBe('');

  expect(await changedPaths(repository.git.in(path), 'HEAD')).toEqual(['a.txt']);
  writeFileSync(index, Buffer.concat([body, createHash('sha1').update(body).digest()]));
  await ensureWorktree(host, repository, path, repository.head);

  expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('one\n');
  expect(contents(path)).toEqual(['.git', '.gitignore', 'a.txt', 'dist/x', 'src/b.txt']);
});

test('What has the name of a folder that is left alone goes when it is none, ignored or not, and what the commit holds comes back.', async () => {
  const { host, root, path, repository } = await withWorktree();
  symlinkSync('/etc', join(root, '.nx'));
  const commit = commitFiles(root, { '.gitignore': 'src/node_modules\n' });
  await ensureWorktree(host, repository, path, commit);
  writeFiles(path, { 'deep/.phasewright': 'a file', 'lib/node_modules/x.js': '1' });
  for (const name of ['node_modules', 'src/node_modules']) symlinkSync('/etc', join(path, name));
  rmSync(join(path, '.nx'));
  symlinkSync('/tmp', join(path, '.nx'));
  await ensureWorktree(host, repository, path, commit);
  expect(contents(path)).toEqual(['.git', '.gitignore', '.nx', 'a.txt', 'lib/node_modules/x.js', 'src/b.txt']);
  expect(readlinkSync(join(path, '.nx'))).toBe('/etc');
});

test('A worktree is put back without touching the files that have not changed.', async () => {
  const { host, path, repository } = await withWorktree();
  const time = new Date('2020-01-01T00:00:00Z');
  utimesSync(join(path, 'a.txt'), time, time);
  await ensureWorktree(host, repository, path, repository.head);
  expect(statSync(join(path, 'a.txt')).mtime).toEqual(time);
});

test('A worktree with folders in which nobody may write is put back, and removed, like any other.', () => {
  const folder = temporaryFolder();
  const root = join(folder, 'repository');
  mkdirSync(root);
  userGit(root, 'init', '--quiet');
  userGit(root, 'config', 'user.name', 'Ada');
  userGit(root, 'config', 'user.email', 'ada@example.com');
  commitFiles(root, { 'tracked/file': 'as it was' });
  // Root may write anywhere: nobody may not.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if ('uid' in nobody) execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, folder]);
  const program = join(import.meta.dirname, 'locked.ts');
  const printed = execFileSync(process.execPath, [program, root], {
    ...nobody,
    env: { PATH: process.env['PATH'], HOME: folder },
    encoding: 'utf8',
  });
  expect(JSON.parse(printed)).toEqual({ ensured: false, reset: false, removed: false });
});

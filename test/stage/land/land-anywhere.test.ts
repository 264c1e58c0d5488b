import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkoutOf, commitFiles, openScratch, userGit } from '../../git/scratch.ts';
import { finish, finishedAlone, planPath, planText, somebodyElse, withRemote } from './landable.ts';

test('Without a remote, main that is checked out stays; the phase is beside it, with the line that brings it in.', async () => {
  const phase = await finishedAlone();
  const before = checkoutOf(phase.root);
  const landing = await phase.land();
  expect(landing).toMatchObject({
    landed: { to: 'branch', branch: 'phase/1', merge: 'git merge --ff-only phase/1', note: expect.stringContaining('checked out') }, // prettier-ignore
  });
  expect(landing.failure).toBeUndefined();
  expect(checkoutOf(phase.root)).toEqual({ ...before, '.git/refs/heads/phase/1': `${phase.handOff}\n` });
});

test('Without a remote, main that is checked out nowhere is moved, with a detached HEAD, and merged where it has moved.', async () => {
  const made = await finishedAlone();
  userGit(made.root, 'checkout', '--quiet', '--detach');
  const phase = await finish(made);
  const main = () => userGit(made.root, 'rev-parse', 'main');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', branch: 'main', merge: 'git switch main' } });
  expect(main()).toBe(phase.handOff);
  userGit(made.root, 'checkout', '--quiet', '--detach', 'main~2');
  const theirs = commitFiles(made.root, { 'theirs.txt': 'theirs\n' });
  userGit(made.root, 'branch', '--force', 'main', theirs);
  userGit(made.root, 'checkout', '--quiet', '--detach', `${theirs}~1`);
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { main: theirs } } });
  expect(userGit(made.root, 'rev-parse', 'main^1')).toBe(theirs);
});

test('Without a remote, main that a worktree elsewhere has checked out stays, also when that was deleted by hand.', async () => {
  const made = await finishedAlone();
  userGit(made.root, 'checkout', '--quiet', '--detach');
  const elsewhere = join(dirname(made.root), 'elsewhere');
  userGit(made.root, 'worktree', 'add', '--quiet', elsewhere, 'main');
  const phase = await finish(made);
  const before = userGit(made.root, 'rev-parse', 'main');
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch' } });
  rmSync(elsewhere, { recursive: true });
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch' } });
  expect(userGit(made.root, 'rev-parse', 'main')).toBe(before);
});

test('A shallow clone lands on main, where it has moved and where it has not.', async () => {
  const { user, remote } = await withRemote();
  commitFiles(user.root, { 'later.txt': 'later\n' });
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  const clone = join(dirname(user.root), 'clone');
  userGit(dirname(user.root), 'clone', '--quiet', '--depth=1', `file://${remote}`, clone);
  userGit(clone, 'config', 'user.name', 'Ada');
  userGit(clone, 'config', 'user.email', 'ada@example.com');
  const phase = await finish(await openScratch(user.host, clone));
  expect(userGit(clone, 'rev-list', '--count', 'HEAD')).toBe('1');
  const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { main: theirs } } });
  expect(userGit(remote, 'rev-parse', 'main^2')).toBe(phase.handOff);
  expect(userGit(remote, 'fsck', '--no-dangling')).toBe('');
});

test('A worktree of ours that was deleted by hand, with git’s record of it left, is made anew.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  somebodyElse(remote, { 'red.txt': 'red\n' });
  await phase.land();
  const left = join(user.root, '.worktrees/demo-phase-1-land');
  expect(existsSync(left)).toBe(true);
  rmSync(left, { recursive: true });
  somebodyElseAgain(remote);
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
});

/** Takes `red.txt` away again. */
function somebodyElseAgain(remote: string): void {
  const theirs = join(dirname(remote), 'theirs');
  commitFiles(theirs, { 'red.txt': undefined });
  userGit(theirs, 'push', '--quiet', 'origin', 'HEAD:main');
}

test('Specs with CRLF come through a merge byte for byte, whatever the user’s git makes of line ends.', async () => {
  const { user, remote } = await withRemote({
    [planPath]: crlf(planText('open')),
    '.gitattributes': 'specs/** -text\n',
  });
  const phase = await finish(user, { ticked: crlf(planText('done')) });
  userGit(user.root, 'config', 'core.autocrlf', 'true');
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
  expect(userGit(remote, 'cat-file', 'blob', `main:${planPath}`)).toBe(crlf(planText('done')).trimEnd());
});

test('A submodule stays the commit that it is, on both sides of a merge.', async () => {
  const { user, remote } = await withRemote();
  const inner = join(dirname(user.root), 'inner');
  userGit(dirname(user.root), 'clone', '--quiet', remote, inner);
  userGit(user.root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'vendor/inner');
  commitFiles(user.root, {});
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  const link = userGit(user.root, 'ls-tree', 'HEAD', 'vendor/inner');
  const phase = await finish(user);
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
  expect(link).toMatch(/^160000 commit/);
  expect(userGit(remote, 'ls-tree', 'main', 'vendor/inner')).toBe(link);
});

test('Pointers of LFS land as the files that they are, without git-lfs.', async () => {
  const attributes = '*.bin filter=lfs diff=lfs merge=lfs -text\n';
  const { user, remote } = await withRemote({ '.gitattributes': attributes, 'old.bin': pointer('a') });
  const phase = await finish(user, { work: { 'new.bin': pointer('b') } });
  somebodyElse(remote, { 'old.bin': pointer('c') });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
  expect(userGit(remote, 'cat-file', 'blob', 'main:new.bin')).toBe(pointer('b').trimEnd());
  expect(userGit(remote, 'cat-file', 'blob', 'main:old.bin')).toBe(pointer('c').trimEnd());
});

function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

function pointer(hash: string): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${hash.repeat(64)}\nsize 12345\n`;
}

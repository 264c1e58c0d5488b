import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deleteRef, moveRef, phaseRefs, readRef, setRef, writeRefs } from '../../core/git/refs.ts';
import { commitFiles, scratch, userGit } from './scratch.ts';

const ref = 'refs/phasewright/demo/1/base';

async function twoCommits() {
  const made = await scratch({ 'a.txt': '1' });
  return { ...made, first: made.repository.head, second: commitFiles(made.root, { 'a.txt': '2' }) };
}

test('A ref that must not exist yet is made once.', async () => {
  const { git, first, second } = await twoCommits();
  expect(await readRef(git, ref)).toBeUndefined();
  expect(await moveRef(git, ref, first, undefined)).toBe(true);
  expect(await moveRef(git, ref, second, undefined)).toBe(false);
  expect(await readRef(git, ref)).toBe(first);
});

test('A ref moves only from where it is expected, and is deleted only there.', async () => {
  const { git, first, second } = await twoCommits();
  await setRef(git, ref, first);
  expect(await moveRef(git, ref, first, second)).toBe(false);
  expect(await deleteRef(git, ref, second)).toBe(false);
  expect(await readRef(git, ref)).toBe(first);
  expect(await moveRef(git, ref, second, first)).toBe(true);
  expect(await deleteRef(git, ref, second)).toBe(true);
  expect(await readRef(git, ref)).toBeUndefined();
});

test('A ref that is gone is not moved, and not deleted.', async () => {
  const { git, first, second } = await twoCommits();
  expect(await moveRef(git, ref, second, first)).toBe(false);
  expect(await deleteRef(git, ref, first)).toBe(false);
});

test('Only a ref that is elsewhere was moved by somebody; whatever else keeps it from moving is told in git’s words.', async () => {
  const { root, git, first, second } = await twoCommits();
  await setRef(git, ref, first);
  expect(await writeRefs(git, [{ ref, to: first, from: second }])).toEqual({ how: 'lost' });
  // A file where git wants a folder.
  expect(await writeRefs(git, [{ ref: `${ref}/below`, to: first, from: undefined }])).toEqual({
    how: 'unwritten',
    words: expect.stringContaining(`'${ref}' exists`),
  });
  const theirs = join(root, '.git/refs/heads/theirs.lock');
  writeFileSync(theirs, '');
  const moves = [
    { ref, to: second, from: first },
    { ref: 'refs/heads/theirs', to: first, from: undefined },
  ];
  expect(await writeRefs(git, moves)).toEqual({ how: 'unwritten', words: expect.stringContaining('theirs.lock') });
  expect(await readRef(git, ref)).toBe(first);
});

test('The refs of a phase are names that git takes, and none stands in the way of another.', async () => {
  const { root, git, first } = await twoCommits();
  const refs = phaseRefs('demo-x', '4A.1');
  const all = [
    refs.base,
    refs.landed,
    refs.main,
    refs.pushed,
    refs.claim('phase'),
    refs.claim('task-4A.1'),
    refs.work('task-4A.1'),
    refs.result('task-4A.1', 'f'.repeat(64)),
    refs.kept('task-4A.1', 'f'.repeat(64)),
    refs.answer('task-4A.1-0a1b2c'),
  ];
  for (const one of all) expect(await moveRef(git, one, first, undefined), `ref ${one}`).toBe(true);
  expect(userGit(root, 'for-each-ref', '--format=%(refname)', 'refs/phasewright').split('\n')).toEqual(all.toSorted());
});

test('A lock that a dead git has left on a ref of ours is removed by who wants the ref next; one that a process has open, or that is no ref of ours, stays.', async () => {
  const { root, git, first } = await twoCommits();
  const lock = join(root, '.git', `${ref}.lock`);
  mkdirSync(dirname(lock), { recursive: true });
  const held = openSync(lock, 'w');
  const holder = spawn('sleep', ['600'], { stdio: [held, 'ignore', 'ignore'] });
  onTestFinished(() => void holder.kill('SIGKILL'));
  closeSync(held);
  expect(await moveRef(git, ref, first, undefined)).toBe(false);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(await moveRef(git, ref, first, undefined)).toBe(true);
  expect(await readRef(git, ref)).toBe(first);
  expect(existsSync(lock)).toBe(false);
  const theirs = join(root, '.git/refs/heads/theirs.lock');
  writeFileSync(theirs, '');
  expect(await moveRef(git, 'refs/heads/theirs', first, undefined)).toBe(false);
  expect(existsSync(theirs)).toBe(true);
});

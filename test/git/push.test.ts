import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pushRef, pushRefs } from '../../core/git/push.ts';
import { openScratch, userGit } from './scratch.ts';
import { at, hook, main, next, somebodyElse, withRemote } from './with-remote.ts';

test('A push moves the ref from where it is said to be, and takes no tags along.', async () => {
  const made = await withRemote();
  userGit(made.root, 'config', 'push.followTags', 'true');
  const push = next(made);
  userGit(made.root, 'tag', '-a', '-m', 'mine', 'mine', push.to);
  const { git } = await openScratch(made.host, made.root);
  expect(await pushRef(made.host, git, push)).toEqual({ how: 'moved' });
  expect(at(made)).toBe(push.to);
  expect(userGit(made.remote, 'tag')).toBe('');
});

test('A push to a ref that somebody else has moved has lost, and theirs stays.', async () => {
  const made = await withRemote();
  const push = next(made);
  const theirs = somebodyElse(made);
  expect(await pushRef(made.host, made.git, push)).toEqual({ how: 'lost' });
  expect(at(made)).toBe(theirs);
});

test('A push of a new branch has lost where somebody has made one of that name.', async () => {
  const made = await withRemote();
  const ref = 'refs/heads/phase/1';
  userGit(made.remote, 'update-ref', ref, 'main');
  expect(await pushRef(made.host, made.git, { ...next(made), ref, expected: undefined })).toEqual({ how: 'lost' });
  expect(at(made, ref)).toBe(at(made));
});

test('A push that the remote’s hook declines is refused, in the remote’s words and without its colours.', async () => {
  const made = await withRemote();
  const count = join(made.remote, 'count');
  hook(made, 'pre-receive', `echo x >> ${count}; printf '\\033[31mmain is protected\\033[0m\\n' >&2; exit 1`);
  const push = next(made);
  expect(await pushRef(made.host, made.git, push)).toEqual({
    how: 'refused',
    words: 'main is protected [remote rejected] (pre-receive hook declined)',
    refs: [push.ref],
  });
  expect(at(made)).toBe(push.expected);
  expect(readFileSync(count, 'utf8')).toBe('x\n');
});

test('A push whose connection breaks after the ref was moved has moved it.', async () => {
  const made = await withRemote();
  hook(made, 'post-receive', 'kill -9 $PPID');
  const push = next(made);
  expect(await pushRef(made.host, made.git, push)).toEqual({ how: 'moved' });
  expect(at(made)).toBe(push.to);
});

test('F18: A push that lands after its connection broke is found by the second look, and not made again.', async () => {
  const made = await withRemote();
  const count = join(made.remote, 'count');
  const push = next(made);
  hook(made, 'pre-receive', `echo x >> ${count}; kill -9 $PPID`);
  const stopsWithin = (milliseconds: number): Promise<boolean> => {
    if (milliseconds < 2000) return Promise.resolve(true);
    userGit(made.root, 'push', '--quiet', `--receive-pack=git -c core.hooksPath=/dev/null receive-pack`, 'origin', `${push.to}:${main}`); // prettier-ignore
    return Promise.resolve(false);
  };
  expect(await pushRef({ ...made.host, stopsWithin }, made.git, push)).toEqual({ how: 'moved' });
  expect(readFileSync(count, 'utf8')).toBe('x\n');
});

test('A push whose connection breaks each time is given up, with its outcome unknown and the ref where it was.', async () => {
  const made = await withRemote();
  const count = join(made.remote, 'count');
  hook(made, 'pre-receive', `echo x >> ${count}; kill -9 $PPID`);
  const push = next(made);
  expect(await pushRef(made.host, made.git, push)).toMatchObject({ how: 'unknown' });
  expect(at(made)).toBe(push.expected);
  expect(readFileSync(count, 'utf8')).toBe('x\n'.repeat(3));
});

test('Neither the user’s hooks nor those of a tool run at a push.', async () => {
  const made = await withRemote();
  const ran = join(made.root, 'ran');
  writeFileSync(join(made.root, '.git/hooks/pre-push'), `#!/bin/sh\ntouch ${ran}\n`);
  chmodSync(join(made.root, '.git/hooks/pre-push'), 0o755);
  expect(await pushRef(made.host, made.git, next(made))).toEqual({ how: 'moved' });
  expect(existsSync(ran)).toBe(false);
});

test('A push that went elsewhere than where the remote is read from has not moved it.', async () => {
  const made = await withRemote();
  const elsewhere = join(dirname(made.root), 'elsewhere.git');
  userGit(dirname(made.root), 'clone', '--quiet', '--bare', made.remote, elsewhere);
  userGit(made.root, 'config', 'remote.origin.pushurl', elsewhere);
  const { git } = await openScratch(made.host, made.root);
  const push = next(made);
  const words = expect.stringContaining('remote.origin.pushurl') as string;
  expect(await pushRef(made.host, git, push)).toEqual({ how: 'refused', words });
  expect(at(made)).toBe(push.expected);
});

const claim = 'refs/phasewright/demo/1/claim/task-1.1';
const result = 'refs/phasewright/demo/1/result/task-1.1/abc';

test('Several refs move together, and one of them may go.', async () => {
  const made = await withRemote();
  const { to } = next(made);
  userGit(made.remote, 'update-ref', claim, 'main');
  const moves = [
    { ref: result, to, expected: undefined },
    { ref: claim, to: undefined, expected: at(made) },
  ];
  expect(await pushRefs(made.host, made.git, { remote: 'origin', moves })).toEqual({ how: 'moved' });
  expect(at(made, result)).toBe(to);
  expect(userGit(made.remote, 'for-each-ref', 'refs/phasewright/demo/1/claim')).toBe('');
});

test('Of several refs none moves when one of them is elsewhere.', async () => {
  const made = await withRemote();
  const { to, expected } = next(made);
  const theirs = somebodyElse(made);
  userGit(made.remote, 'update-ref', claim, theirs);
  const moves = [
    { ref: result, to, expected: undefined },
    { ref: claim, to: undefined, expected },
  ];
  expect(await pushRefs(made.host, made.git, { remote: 'origin', moves })).toEqual({ how: 'lost' });
  expect(at(made, claim)).toBe(theirs);
  expect(userGit(made.remote, 'for-each-ref', result)).toBe('');
});

test('Which of several refs a remote has a reason against is told apart from what does not move because of it.', async () => {
  const made = await withRemote();
  const { to } = next(made);
  hook(made, 'update', `[ "$1" != ${claim} ] || { echo 'no claims'; exit 1; }`);
  const moves = [result, claim].map((ref) => ({ ref, to, expected: undefined }));
  const pushed = await pushRefs(made.host, made.git, { remote: 'origin', moves });
  expect(pushed).toMatchObject({ how: 'refused', words: expect.stringContaining('no claims'), refs: [claim] });
  expect(userGit(made.remote, 'for-each-ref', result)).toBe('');
});

test('F17: A remote that lets nobody in is not asked a second time.', async () => {
  const made = await withRemote();
  const asked = join(made.remote, 'asked');
  const program = join(dirname(made.root), 'receive-pack');
  writeFileSync(program, `#!/bin/sh\necho x >> ${asked}\necho 'fatal: Authentication failed for you' >&2\nexit 128\n`);
  chmodSync(program, 0o755);
  userGit(made.root, 'config', 'remote.origin.receivepack', program);
  const { git } = await openScratch(made.host, made.root);
  expect(await pushRef(made.host, git, next(made))).toMatchObject({
    how: 'refused',
    words: expect.stringContaining('Authentication failed'),
  });
  expect(readFileSync(asked, 'utf8')).toBe('x\n');
});

test('A ref that somebody else is writing for a moment is tried again, after pauses of chance.', async () => {
  const made = await withRemote();
  const lock = join(made.remote, 'refs/heads/phase.lock');
  writeFileSync(lock, '');
  const pauses: number[] = [];
  const host = {
    ...made.host,
    random: () => 0.5,
    stopsWithin: (milliseconds: number) => {
      pauses.push(milliseconds);
      if (pauses.length === 3) rmSync(lock);
      return Promise.resolve(false);
    },
  };
  const push = { ...next(made), ref: 'refs/heads/phase', expected: undefined };
  expect(await pushRef(host, made.git, push)).toEqual({ how: 'moved' });
  expect(pauses).toEqual([50, 100, 200]);
});

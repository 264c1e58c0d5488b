import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Host } from '../../core/host/host.ts';
import { fetchRef, isOnRemote, pushRef, readRemote, type Push } from '../../core/git/remote.ts';
import { commitFiles, openScratch, scratch, userGit, type Scratch } from './scratch.ts';

const main = 'refs/heads/main';

interface WithRemote extends Scratch {
  /** A bare repository, `origin` of the user's. */
  readonly remote: string;
  /** Does not wait where the real one would. */
  readonly host: Host;
}

async function withRemote(): Promise<WithRemote> {
  const made = await scratch({ 'a.txt': 'one\n' });
  const remote = join(dirname(made.root), 'remote.git');
  userGit(dirname(made.root), 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  userGit(made.root, 'remote', 'add', 'origin', remote);
  userGit(made.root, 'push', '--quiet', 'origin', 'main');
  const host = { ...made.host, stopsWithin: () => Promise.resolve(false) };
  return { ...(await openScratch(host, made.root)), host, remote };
}

function hook({ remote }: WithRemote, name: string, script: string): void {
  mkdirSync(join(remote, 'hooks'), { recursive: true });
  writeFileSync(join(remote, 'hooks', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(remote, 'hooks', name), 0o755);
}

/** A commit on top of main, and what pushes it there. */
function next(made: WithRemote): Push {
  const expected = userGit(made.root, 'rev-parse', 'HEAD');
  return { remote: 'origin', ref: main, to: commitFiles(made.root, { 'b.txt': 'two\n' }), expected };
}

function at({ remote }: WithRemote, ref = main): string {
  return userGit(remote, 'rev-parse', '--verify', '--quiet', ref);
}

/** Somebody else pushes to main. */
function somebodyElse(made: WithRemote): string {
  const tree = userGit(made.remote, 'rev-parse', 'main^{tree}');
  const who = ['-c', 'user.name=Bo', '-c', 'user.email=bo@example.com'];
  const commit = userGit(made.remote, ...who, 'commit-tree', tree, '-p', 'main', '-m', 'theirs');
  userGit(made.remote, 'update-ref', main, commit);
  return commit;
}

test('A remote tells its default branch and where branches are, and nothing of the user’s moves.', async () => {
  const made = await withRemote();
  const before = userGit(made.root, 'for-each-ref');
  const read = await readRemote(made.git, 'origin', ['refs/heads/phase/1']);
  expect(read).toEqual({ ok: true, value: { main, at: new Map([['HEAD', at(made)], [main, at(made)]]) } }); // prettier-ignore
  somebodyElse(made);
  expect(await fetchRef(made.git, 'origin', main)).toMatchObject({ ok: true });
  expect(userGit(made.root, 'cat-file', '-t', at(made))).toBe('commit');
  expect(userGit(made.root, 'for-each-ref')).toBe(before);
  expect(existsSync(join(made.root, '.git/FETCH_HEAD'))).toBe(false);
});

test('A commit is on a remote where a branch has it now, whatever was seen there last.', async () => {
  const made = await withRemote();
  const { root, git, remote } = made;
  userGit(root, 'checkout', '--quiet', '-b', 'feat');
  const commit = commitFiles(root, { 'secret.txt': '' });
  const isThere = async () => await isOnRemote(git, 'origin', commit);
  expect(await isThere()).toEqual({ ok: true, value: false });
  userGit(root, 'push', '--quiet', 'origin', 'feat');
  expect(await isThere()).toEqual({ ok: true, value: true });
  const theirs = somebodyElse(made);
  const who = ['-c', 'user.name=Bo', '-c', 'user.email=bo@example.com'];
  const onTop = userGit(remote, ...who, 'commit-tree', 'feat^{tree}', '-p', 'feat', '-m', 'on top');
  const before = userGit(root, 'for-each-ref');
  userGit(remote, 'update-ref', 'refs/heads/feat', onTop);
  expect(await isThere()).toEqual({ ok: true, value: true });
  userGit(remote, 'update-ref', 'refs/heads/feat', theirs);
  expect(await isThere()).toEqual({ ok: true, value: false });
  userGit(remote, 'update-ref', '-d', 'refs/heads/feat');
  expect(await isThere()).toEqual({ ok: true, value: false });
  expect(userGit(root, 'for-each-ref')).toBe(before);
});

test('A remote that cannot be reached is told with git’s words, and without a token in its address.', async () => {
  const made = await withRemote();
  userGit(made.root, 'remote', 'set-url', 'origin', 'http://ada:secret@127.0.0.1:9/demo.git');
  const { git } = await openScratch(made.host, made.root);
  const read = await readRemote(git, 'origin');
  expect(read).toMatchObject({ ok: false, failure: { reason: 'land' } });
  expect(JSON.stringify(read)).toContain('127.0.0.1');
  expect(JSON.stringify(read)).not.toContain('secret');
});

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

test('A push that lands after its connection broke is found by the second look, and not made again.', async () => {
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

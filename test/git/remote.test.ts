import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fetchRef, isOnRemote, readRemote } from '../../core/git/remote.ts';
import { commitFiles, openScratch, userGit } from './scratch.ts';
import { at, main, somebodyElse, withRemote } from './with-remote.ts';

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

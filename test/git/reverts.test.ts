import { expect, test } from 'vitest';
import { revertedIn } from '../../core/git/reverts.ts';
import { commitFiles, scratch, userGit } from './scratch.ts';

test('A revert takes a commit back, until it is reverted itself.', async () => {
  const { git, root } = await scratch({ 'a.txt': '1' });
  const commit = commitFiles(root, { 'a.txt': '2' });
  commitFiles(root, { 'b.txt': '' });
  const revert = (of: string): string => {
    userGit(root, 'revert', '--no-edit', of);
    return userGit(root, 'rev-parse', 'HEAD');
  };
  expect([...(await revertedIn(git, ['HEAD']))]).toEqual([]);
  const first = revert(commit);
  expect([...(await revertedIn(git, ['HEAD']))]).toEqual([[commit, first]]);
  expect([...(await revertedIn(git, [`${first}^`]))]).toEqual([]);
  const second = revert(first);
  expect([...(await revertedIn(git, ['HEAD']))]).toEqual([[first, second]]);
  const third = revert(second);
  expect(Object.fromEntries(await revertedIn(git, ['HEAD']))).toEqual({ [second]: third, [commit]: first });
});

test('A revert of a merge takes back all that was merged, and nothing of before.', async () => {
  const { git, root } = await scratch({ 'a.txt': '1' });
  userGit(root, 'checkout', '--quiet', '-b', 'aside');
  const merged = [commitFiles(root, { 'b.txt': '' }), commitFiles(root, { 'c.txt': '' })];
  userGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'd.txt': '' });
  userGit(root, 'merge', '--quiet', '--no-ff', '--no-edit', 'aside');
  const merge = userGit(root, 'rev-parse', 'HEAD');
  userGit(root, 'revert', '--no-edit', '-m', '1', 'HEAD');
  expect([...(await revertedIn(git, ['HEAD'])).keys()].toSorted()).toEqual([...merged, merge].toSorted());
});

test('Words about a commit that git does not have take nothing else back.', async () => {
  const { git, root } = await scratch({ 'a.txt': '1' });
  const gone = 'ab'.repeat(20);
  commitFiles(root, {}, `Undo\n\nThis reverts commit ${gone}.`);
  commitFiles(root, {}, 'Undo\n\nThis reverts commit HEAD.');
  expect([...(await revertedIn(git, ['HEAD'])).keys()]).toEqual([gone]);
});

import { expect, test } from 'vitest';
import { takenBackBy } from '../../core/git/taken-back-by.ts';
import { mergeTree } from '../../core/git/merge-tree.ts';
import { commitFiles, scratch, userGit, type Texts } from './scratch.ts';

const lines = Array.from({ length: 12 }, (_, line) => `line ${line}\n`).join('');
const base: Texts = { 'a.txt': lines, 'b.txt': 'b\n', 'c.txt': 'c\n' };

/** What two sides did since the same commit. */
async function sides(ours: Texts, theirs: Texts) {
  const { root, git, repository } = await scratch(base);
  const commit = (texts: Texts): string => {
    userGit(root, 'checkout', '--quiet', '--detach', repository.head);
    return commitFiles(root, texts);
  };
  return { git, base: repository.head, ours: commit(ours), theirs: commit(theirs) };
}

test('A squash of a branch’s old tree onto a moved main is told by each file that it takes back.', async () => {
  const { git, ...about } = await sides(
    { 'b.txt': 'main\n', 'new.txt': 'new\n', 'c.txt': undefined },
    { 'a.txt': 'mine\n' },
  );
  expect(await takenBackBy(git, { ...about, merged: about.theirs })).toEqual(['b.txt', 'c.txt', 'new.txt']);
});

test('A merge takes nothing back: of files of one side, of both, moved, added and gone.', async () => {
  const { git, ...about } = await sides(
    { 'a.txt': undefined, 'moved.txt': lines, 'b.txt': 'main\n', 'new.txt': 'new\n' },
    { 'a.txt': `${lines}mine\n`, 'c.txt': undefined, 'other.txt': 'other\n' },
  );
  const { tree, conflicts } = await mergeTree(git, about.ours, about.theirs);
  expect(conflicts).toEqual([]);
  expect(await git.text(['show', `${tree}:moved.txt`])).toBe(`${lines}mine`);
  expect(await takenBackBy(git, { ...about, merged: tree })).toEqual([]);
});

test('What both sides have changed is not judged here.', async () => {
  const { git, ...about } = await sides({ 'b.txt': 'main\n' }, { 'b.txt': 'mine\n' });
  expect(await takenBackBy(git, { ...about, merged: about.theirs })).toEqual([]);
});

import { expect, test } from 'vitest';
import { combine } from '../../core/git/combine.ts';
import { checkoutOf, commitFiles, scratch, userGit, type Scratch, type Texts } from './scratch.ts';

const base = { 'a.txt': '1\n2\n3\n4\n5\n', 'b.txt': 'b\n', 'run.sh': '#!/bin/sh\n' };

/** A commit on top of `start` that is on no branch, as the work of a task is. */
function work(root: string, start: string, texts: Texts): string {
  userGit(root, 'checkout', '--quiet', '--detach', start);
  const commit = commitFiles(root, texts);
  userGit(root, 'checkout', '--quiet', 'main');
  return commit;
}

function filesOf({ root }: Scratch, tree: string): Record<string, string> {
  const paths = userGit(root, 'ls-tree', '-r', '--name-only', tree).split('\n');
  return Object.fromEntries(paths.map((path) => [path, userGit(root, 'show', `${tree}:${path}`)]));
}

test('What two tasks did beside each other comes together, in the same file too.', async () => {
  const made = await scratch(base);
  const { root, git, repository } = made;
  const first = work(root, repository.head, { 'a.txt': 'one\n2\n3\n4\n5\n', 'new.txt': 'n\n' });
  const second = work(root, repository.head, { 'a.txt': '1\n2\n3\n4\nfive\n', 'b.txt': undefined });
  const before = checkoutOf(root);
  const combined = await combine(git, first, { name: '1.2', start: repository.head, commit: second });
  expect(combined.ok && filesOf(made, combined.tree)).toEqual({
    'a.txt': 'one\n2\n3\n4\nfive',
    'new.txt': 'n',
    'run.sh': '#!/bin/sh',
  });
  expect(combined.ok && userGit(root, 'ls-tree', combined.tree, 'run.sh')).toMatch(/^100755/);
  expect(checkoutOf(root)).toEqual(before);
});

test('A change counts from its own start, so what it was built on is not brought in twice.', async () => {
  const made = await scratch(base);
  const { root, git, repository } = made;
  const first = work(root, repository.head, { 'b.txt': 'first\n' });
  const second = work(root, first, { 'c.txt': 'second\n' });
  // The first was combined as something else meanwhile: only what the second did comes on top.
  const onto = work(root, repository.head, { 'b.txt': 'otherwise\n' });
  const combined = await combine(git, onto, { name: '1.2', start: first, commit: second });
  expect(combined.ok && filesOf(made, combined.tree)).toMatchObject({ 'b.txt': 'otherwise', 'c.txt': 'second' });
});

test('On the tree that it started from a change is its own tree.', async () => {
  const { root, git, repository } = await scratch(base);
  const change = work(root, repository.head, { 'a.txt': 'x\n' });
  const combined = await combine(git, repository.head, { name: '1.1', start: repository.head, commit: change });
  expect(combined).toEqual({ ok: true, tree: userGit(root, 'rev-parse', `${change}^{tree}`) });
});

test('A conflict names the change and each path once.', async () => {
  const { root, git, repository } = await scratch({ ...base, 'ü x.txt': 'u\n' });
  const first = work(root, repository.head, {
    'a.txt': 'mine\n',
    'ü x.txt': 'mine\n',
    'b.txt': undefined,
    'c.txt': '1\n',
  });
  const second = work(root, repository.head, {
    'a.txt': 'yours\n',
    'ü x.txt': 'yours\n',
    'b.txt': 'yours\n',
    'd.txt': '1\n',
  });
  const change = { name: '1.2', start: repository.head, commit: second };
  const combined = await combine(git, first, change);
  expect(combined).toMatchObject({ ok: false, with: change });
  expect(!combined.ok && combined.merged.conflicts.toSorted()).toEqual(['a.txt', 'b.txt', 'ü x.txt']);
});

test('The same combination has the same tree at any time.', async () => {
  const { root, git, repository } = await scratch(base);
  const [first, second] = [
    work(root, repository.head, { 'x.txt': '1' }),
    work(root, repository.head, { 'y.txt': '1' }),
  ];
  const change = { name: '1.2', start: repository.head, commit: second };
  expect(await combine(git, first, change)).toEqual(await combine(git, first, change));
});

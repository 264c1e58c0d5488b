import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changedBetween } from '../../core/git/changed-between.ts';
import { takeFiles } from '../../core/git/take-files.ts';
import { checkoutOf, commitFiles, scratch, userGit } from './scratch.ts';

test('Some files are as in another commit: edited, put back, and gone; nothing of the user moves.', async () => {
  const { host, git, root, repository } = await scratch({ 'a.txt': 'a', 'b.txt': 'b', 'run.sh': '#!/bin/sh\n' });
  const from = repository.head;
  const commit = commitFiles(root, {
    'a.txt': 'A',
    'b.txt': undefined,
    'c.txt': 'C',
    'run.sh': undefined,
    'new/d': 'D',
  });
  const before = checkoutOf(root);
  const about = { commit, from, parent: from, scratch: join(host.stateFolder, 'scratch') };
  const paths = ['a.txt', 'b.txt', 'c.txt', 'run.sh'];
  const made = await takeFiles(host, git, { ...about, paths });
  expect(checkoutOf(root)).toEqual(before);
  expect(userGit(root, 'ls-tree', '-r', '--name-only', made).split('\n')).toEqual([
    'a.txt',
    'b.txt',
    'new/d',
    'run.sh',
  ]);
  expect(userGit(root, 'show', `${made}:a.txt`)).toBe('a');
  expect(userGit(root, 'ls-tree', made, 'run.sh')).toMatch(/^100755/);
  expect(userGit(root, 'rev-parse', `${made}^`)).toBe(from);
  expect(await takeFiles(host, git, { ...about, paths })).toBe(made);
});

test('What differs is told apart: what was there before, and what is there now.', async () => {
  const { git, root, repository } = await scratch({ 'edited.txt': '1', 'gone.txt': '1' });
  const commit = commitFiles(root, { 'edited.txt': '2', 'gone.txt': undefined, 'new.txt': '1' });
  const between = [git, repository.head, commit] as const;
  expect(await changedBetween(...between)).toEqual(['edited.txt', 'gone.txt', 'new.txt']);
  expect(await changedBetween(...between, [], 'existing')).toEqual(['edited.txt', 'gone.txt']);
  expect(await changedBetween(...between, [], 'staying')).toEqual(['edited.txt', 'new.txt']);
});

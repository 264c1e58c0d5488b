import { join } from 'node:path';
import { expect, test } from 'vitest';
import { editTree } from '../../core/git/edit.ts';
import { checkoutOf, filesBelow, scratch, userGit } from './scratch.ts';

test('Only the edited files change; the others, and the modes of all, stay.', async () => {
  const { host, git, root, repository } = await scratch({
    'run.sh': '#!/bin/sh\n',
    'a/b.md': 'old\n',
    'other.md': 'other\n',
    'odd ü,name.md': 'old\n',
  });
  const before = checkoutOf(root);
  const edits = new Map([
    ['run.sh', '#!/bin/sh\nexit 1\n'],
    ['a/b.md', 'crlf\r\nno newline'],
    ['new/c.md', 'new\n'],
    ['odd ü,name.md', ''],
  ]);
  const scratchFolder = join(host.stateFolder, 'scratch');
  const tree = await editTree(host, git, repository.head, edits, scratchFolder);
  const listing = userGit(root, '-c', 'core.quotePath=false', 'ls-tree', '-r', tree)
    .split('\n')
    .map((line) => line.replace(/ blob \w+\t/, ' '));
  expect(listing).toEqual([
    '100644 a/b.md',
    '100644 new/c.md',
    '100644 odd ü,name.md',
    '100644 other.md',
    '100755 run.sh',
  ]);
  for (const [path, text] of [...edits, ['other.md', 'other\n'] as const]) {
    expect(await git.run(['cat-file', 'blob', `${tree}:${path}`])).toMatchObject({ stdout: text });
  }
  expect(checkoutOf(root)).toEqual(before);
  expect(filesBelow(scratchFolder, '')).toEqual([]);
});

test('Without an edit it is the tree of the commit.', async () => {
  const { host, git, root, repository } = await scratch({ 'a.md': 'a' });
  const tree = await editTree(host, git, repository.head, new Map(), join(host.stateFolder, 'scratch'));
  expect(tree).toBe(userGit(root, 'rev-parse', 'HEAD^{tree}'));
});

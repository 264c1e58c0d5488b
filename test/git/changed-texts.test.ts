import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changedTexts } from '../../core/git/changed-texts.ts';
import { commitFiles, scratch } from './scratch.ts';

test('The texts of what differs are read as git keeps them; what is no text, or too large to read, is named.', async () => {
  const long = `{${' '.repeat(2 * 1024 * 1024)}}`;
  const moved = 'one\ntwo\nthree\nfour\n';
  const { host, git, repository } = await scratch({
    'same.txt': 'same\n',
    'old name.txt': moved,
    'gone.txt': 'gone\r\n',
    'empty.txt': '',
    'picture.bin': '\0one',
    'large.txt': 'x',
    'now binary.ts': 'text\n',
    'now text.ts': 'text\n\0',
    'gone.bin': '\0',
    'long.json': '{}',
  });
  const head = commitFiles(repository.root, {
    'old name.txt': undefined,
    'new/näme.txt': `${moved}five\n`,
    'gone.txt': undefined,
    'empty.txt': 'no longer',
    'added.txt': '\n\nbetween-1 missing\n',
    'picture.bin': '\0two',
    'now binary.ts': 'text\n\0',
    'now text.ts': 'text\n',
    'gone.bin': undefined,
    'long.json': long,
    'large.txt': 'x'.repeat(16 * 1024 * 1024 + 1),
  });
  const { texts, unread } = await changedTexts(host, git, repository.head, head);
  expect(texts).toEqual([
    { path: 'added.txt', from: undefined, base: undefined, head: '\n\nbetween-1 missing\n', hasOtherMode: false },
    { path: 'empty.txt', from: undefined, base: '', head: 'no longer', hasOtherMode: false },
    { path: 'gone.txt', from: undefined, base: 'gone\r\n', head: undefined, hasOtherMode: false },
    { path: 'long.json', from: undefined, base: '{}', head: long, hasOtherMode: false },
    { path: 'new/näme.txt', from: 'old name.txt', base: moved, head: `${moved}five\n`, hasOtherMode: false },
  ]);
  expect(unread).toEqual([
    { path: 'gone.bin', why: 'no text', side: 'both' },
    { path: 'large.txt', why: 'too large', side: 'head' },
    { path: 'now binary.ts', why: 'no text', side: 'head' },
    { path: 'now text.ts', why: 'no text', side: 'base' },
    { path: 'picture.bin', why: 'no text', side: 'both' },
  ]);
  expect(await changedTexts(host, git, head, head)).toEqual({ texts: [], unread: [] });
});

test('Of what can be run at one of them alone that is said, also where its text is the same.', async () => {
  const { host, git, root, repository } = await scratch({ 'run.sh': 'x\n', 'keep.sh': 'x\n' });
  chmodSync(join(root, 'run.sh'), 0o755);
  const head = commitFiles(root, {});
  const { texts } = await changedTexts(host, git, repository.head, head);
  expect(texts).toMatchObject([{ path: 'run.sh', base: 'x\n', head: 'x\n', hasOtherMode: true }]);
});

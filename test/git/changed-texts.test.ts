import { expect, test } from 'vitest';
import { changedTexts } from '../../core/git/changed-texts.ts';
import { commitFiles, scratch } from './scratch.ts';

test('The texts of what differs are read as git keeps them; what is no text, or too large to read, is left out.', async () => {
  const moved = 'one\ntwo\nthree\nfour\n';
  const { host, git, repository } = await scratch({
    'same.txt': 'same\n',
    'old name.txt': moved,
    'gone.txt': 'gone\r\n',
    'empty.txt': '',
    'picture.bin': '\0one',
    'large.txt': 'x',
  });
  const head = commitFiles(repository.root, {
    'old name.txt': undefined,
    'new/näme.txt': `${moved}five\n`,
    'gone.txt': undefined,
    'empty.txt': 'no longer',
    'added.txt': '\n\nbetween-1 missing\n',
    'picture.bin': '\0two',
    'large.txt': 'x'.repeat(1024 * 1024 + 1),
  });
  expect(await changedTexts(host, git, repository.head, head)).toEqual([
    { path: 'added.txt', from: undefined, base: undefined, head: '\n\nbetween-1 missing\n' },
    { path: 'empty.txt', from: undefined, base: '', head: 'no longer' },
    { path: 'gone.txt', from: undefined, base: 'gone\r\n', head: undefined },
    { path: 'new/näme.txt', from: 'old name.txt', base: moved, head: `${moved}five\n` },
  ]);
  expect(await changedTexts(host, git, head, head)).toEqual([]);
});

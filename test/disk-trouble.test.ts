import { expect, test } from 'vitest';
import { diskFailure, refusedGit } from '../core/disk-trouble.ts';
import { faultyDisk } from '../scripts/faults/faulty-disk.ts';
import { openScratch, scratch } from './git/scratch.ts';

test('A disk that git cannot write to is said as such, with what to do; another failure of git is our bug.', async () => {
  const { host, root } = await scratch({ 'a.txt': 'a\n' });
  let calls = 0;
  await openScratch(
    faultyDisk(host, undefined, (all) => void (calls = all)),
    root,
  );
  const full = faultyDisk(host, { at: calls + 1, kind: 'full' }, () => undefined);
  const { git } = await openScratch(full, root);
  const refused = await git.text(['hash-object', '-w', '--stdin'], { input: 'new\n' }).catch((error: unknown) => error);
  expect(diskFailure(refused)).toMatchObject({
    reason: 'disk',
    message: expect.stringMatching(/git hash-object .*File too large.*Raise the limit.*run the same command again/s),
  });
  const wrong = await git.text(['cat-file', 'blob', 'nowhere']).catch((error: unknown) => error);
  expect(wrong).toMatchObject({ message: expect.stringContaining('Internal error: git cat-file') });
  expect(diskFailure(wrong)).toBeUndefined();
});

test('What git only warns of has not stopped it.', () => {
  const warned = "warning: unable to access '/etc/gitattributes': Permission denied\nfatal: bad object 12ab";
  expect(refusedGit('git show', warned)).toBeUndefined();
  expect(refusedGit('git show', `${warned}\nfatal: could not open '/x': Permission denied`)).toMatchObject({
    code: 'EACCES',
  });
});

test('What says nothing of a disk is no trouble of one.', () => {
  expect(diskFailure(new Error('boom'))).toBeUndefined();
  expect(diskFailure(Object.assign(new Error('gone'), { code: 'ENOENT' }))).toBeUndefined();
  expect(diskFailure(Object.assign(new Error('ENOSPC: write /x'), { code: 'ENOSPC' }))).toMatchObject({
    message: expect.stringContaining('the disk is full (ENOSPC: write /x). Free some space there'),
  });
});

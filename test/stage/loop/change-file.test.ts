import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { most } from '../../../core/brief/budget.ts';
import { changeFor, clearChange } from '../../../core/stage/loop/change-file.ts';
import { hostWith, temporaryFolder } from '../../host/temporary.ts';

const large = `+ a\u200Bb\n${'+ line\n'.repeat(most.change / 7)}`;

test('A change that fits goes with the prompt, and leaves no file.', async () => {
  const worktree = temporaryFolder();
  expect(await changeFor(hostWith(), worktree, '+ a\n')).toEqual({ diff: '+ a\n' });
  expect(readdirSync(worktree)).toEqual([]);
});

test('A larger one lies in the worktree, without what nobody sees, in place of the one before.', async () => {
  const worktree = temporaryFolder();
  await changeFor(hostWith(), worktree, `${large}${large}`);
  const change = await changeFor(hostWith(), worktree, large);
  const text = large.replace('\u200B', '');
  expect(change).toEqual({ file: '.phasewright/change.diff', bytes: text.length, hidden: 1 });
  expect(readFileSync(join(worktree, '.phasewright/change.diff'), 'utf8')).toBe(text);
  await clearChange(hostWith(), worktree);
  expect(readdirSync(join(worktree, '.phasewright'))).toEqual([]);
});

test.each([
  ['the folder as a link', (worktree: string, outside: string) => symlinkSync(outside, join(worktree, '.phasewright'))],
  [
    'the file as a folder',
    (worktree: string) => mkdirSync(join(worktree, '.phasewright/change.diff/x'), { recursive: true }),
  ],
  [
    'the file as a link',
    (worktree: string, outside: string) => {
      mkdirSync(join(worktree, '.phasewright'));
      symlinkSync(join(outside, 'change.diff'), join(worktree, '.phasewright/change.diff'));
    },
  ],
])('What an agent has put there is no place to write to: %s.', async (_, plant) => {
  const [worktree, outside] = [temporaryFolder(), temporaryFolder()];
  plant(worktree, outside);
  await changeFor(hostWith(), worktree, large);
  expect(readdirSync(outside)).toEqual([]);
  expect(existsSync(join(worktree, '.phasewright/change.diff'))).toBe(true);
});

test('A reader that puts a link there has nothing removed behind it.', async () => {
  const [worktree, outside] = [temporaryFolder(), temporaryFolder()];
  await changeFor(hostWith(), worktree, large);
  rmSync(join(worktree, '.phasewright'), { recursive: true });
  writeFileSync(join(outside, 'change.diff'), 'theirs');
  symlinkSync(outside, join(worktree, '.phasewright'));
  await clearChange(hostWith(), worktree);
  expect(readdirSync(outside)).toEqual(['change.diff']);
});

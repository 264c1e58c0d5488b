import { expect, test } from 'vitest';
import { probeTickedTask } from '../../../core/stage/prove/ticked-tasks.ts';
import { commitFiles, scratch, userGit, type Scratch } from '../../git/scratch.ts';

const ticked = { task: '1.1', text: 'Task 1.1 is done: Read', line: 5 };

async function probed({ git }: Scratch): Promise<readonly [string, string]> {
  const { record } = await probeTickedTask(git, ticked, { plan: 'a', phase: '1', commits: ['HEAD'] });
  return [record.outcome, record.evidence];
}

const trailers = 'Plan: a\nPhase: 1\nTask: 1.1';

test('A ticked task is done by a commit that says so and changes something.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  expect(await probed(made)).toMatchObject(['undecided', {}]);
  commitFiles(made.root, { 'b.txt': '' }, 'Read\n\nPlan: a\nPhase: 2\nTask: 1.1');
  expect(await probed(made)).toMatchObject(['undecided', {}]);
  const empty = commitFiles(made.root, {}, `Read\n\n${trailers}`).slice(0, 10);
  expect(await probed(made)).toEqual(['not-met', `Empty: ${empty} changes nothing.`]);
  const commit = commitFiles(made.root, { 'a.txt': '2' }, `Read\n\n${trailers}`).slice(0, 10);
  expect(await probed(made)).toEqual(['met', `${commit}, ${empty}: 1 files changed`]);
});

test('A ticked task whose commit was reverted is not done, until it is done again.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const commit = commitFiles(made.root, { 'a.txt': '2' }, `Read\n\n${trailers}`).slice(0, 10);
  userGit(made.root, 'revert', '--no-edit', 'HEAD');
  const revert = userGit(made.root, 'rev-parse', 'HEAD').slice(0, 10);
  expect(await probed(made)).toEqual(['not-met', `Taken back: ${commit} by ${revert}. Take the tick back as well.`]);
  const again = commitFiles(made.root, { 'a.txt': '3' }, `Read\n\n${trailers}`).slice(0, 10);
  expect(await probed(made)).toEqual(['met', `${again}: 1 files changed`]);
});

test('Work that was reverted and put back without a word about it is there; in another form a person says.', async () => {
  const made = await scratch({ 'a.txt': '1\n' });
  commitFiles(made.root, { 'a.txt': '2\n', 'b.txt': '' }, `Read\n\n${trailers}`);
  userGit(made.root, 'revert', '--no-edit', 'HEAD');
  commitFiles(made.root, { 'a.txt': '2, otherwise\n' });
  expect(await probed(made)).toEqual(['undecided', expect.stringMatching(/^Taken back: .* in another form/)]);
  commitFiles(made.root, { 'a.txt': '2\n', 'b.txt': '' });
  expect(await probed(made)).toEqual(['met', expect.stringContaining('2 files changed')]);
});

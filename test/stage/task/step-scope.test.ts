import { expect, test } from 'vitest';
import { outsideStep } from '../../../core/stage/task/step-scope.ts';
import type { Progress } from '../../../core/workflow/state.ts';
import { begin } from '../../../core/workflow/transition.ts';
import { tdd } from '../../../core/workflow/workflow.ts';
import { commitFiles, scratch } from '../../git/scratch.ts';

const workflow = tdd({ gateRetries: 1, maxStyleRounds: 3 }, true);

/** A task that was designed and tested, and the commits that its steps began from. */
async function tested() {
  const { root, git, repository } = await scratch({ 'src/a.ts': 'one\n' });
  const designed = commitFiles(root, { 'src/a.ts': 'stub\n' });
  const written = commitFiles(root, { 'test/a.test.ts': 'expect(a)\n' });
  const passed = [
    { role: 'designer', from: repository.head, commit: designed, reporting: [] },
    { role: 'tester', from: designed, commit: written, reporting: [] },
  ] as const;
  const { progress } = begin(workflow, repository.head);
  const outside = async (commit: string, own: Partial<Progress>): Promise<string[]> =>
    (await outsideStep(git, { workflow, files: [] }, commit, { ...progress, ...own })).map(({ path }) => path);
  return { root, designed, written, implementing: { step: 2, from: written, passed }, outside };
}

test('What a tester changes beside tests is seen in the commit, whatever was said of it.', async () => {
  const { root, designed, outside } = await tested();
  const step = { step: 1, from: designed };
  expect(await outside(commitFiles(root, {}), step)).toEqual([]);
  const commit = commitFiles(root, { 'src/a.ts': 'filled\n' });
  expect(await outside(commit, step)).toEqual(['src/a.ts']);
});

test('An implementer fills the code, and leaves the tests that were written.', async () => {
  const { root, implementing, outside } = await tested();
  expect(await outside(commitFiles(root, { 'src/a.ts': 'filled\n' }), implementing)).toEqual([]);
  expect(await outside(commitFiles(root, { 'test/a.test.ts': 'expect(1)\n' }), implementing)).toEqual([
    'test/a.test.ts',
  ]);
});

test('Tests that formatters have changed stay as those have left them.', async () => {
  const { root, implementing, outside } = await tested();
  const formatted = commitFiles(root, { 'test/a.test.ts': 'expect(a);\n' });
  expect(await outside(formatted, implementing)).toHaveLength(1);
  expect(await outside(formatted, { ...implementing, formatted })).toEqual([]);
  const undone = commitFiles(root, { 'test/a.test.ts': 'expect(a)\n' });
  expect(await outside(undone, { ...implementing, formatted })).toHaveLength(1);
});

import { targetGate } from '../../core/gate/option.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeStep } from '../../core/stage/judge-step.ts';
import { begin } from '../../core/workflow/transition.ts';
import { tdd } from '../../core/workflow/workflow.ts';
import { contained } from '../agent/contained.ts';
import { commitFiles, userGit, type Texts } from '../git/scratch.ts';
import { installNx, target } from './fake-nx.ts';

const workflow = tdd({ gateRetries: 2, maxStyleRounds: 3 }, true);
const steps = { designer: 0, tester: 1, implementer: 2 } as const;
const gates = ['typecheck', 'lint', 'test'];

/** What a step is told by gates that are as these files say; `before` is how they were when the step began. */
async function judged(step: keyof typeof steps, files: Texts, before: Texts = {}) {
  const { context, root, worktree, repository } = await contained();
  const from = commitFiles(root, { 'targets/lint.cjs': target('', 0), 'targets/typecheck.cjs': target(''), ...before });
  const commit = commitFiles(root, files);
  userGit(worktree, 'checkout', '--quiet', '--detach', commit);
  installNx(worktree);
  const phase = { ...context.phase, gates, options: { ...context.phase.options, gates: gates.map(targetGate) } };
  const about = { stage: 'task-1.1', workflow, start: repository.head, tests: ['adds', 'refuses'] };
  const { progress } = begin(workflow, repository.head);
  const judge = judgeStep({ ...context, phase }, about);
  const verdict = await judge(repository.git.in(worktree), commit, { ...progress, step: steps[step], from });
  const path = join(worktree, 'node_modules/asked');
  const asked = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  return { ...verdict, asked, head: userGit(worktree, 'rev-parse', 'HEAD'), commit };
}

const rightly = '× adds\n× refuses\nAssertionError: expected 1 to be 2\n';

describe('the designer', () => {
  test('has to compile, and no test is run.', async () => {
    const { green, red, asked } = await judged('designer', { 'targets/test.cjs': target('', 1) });
    expect({ green, red, asked: new Set(asked) }).toEqual({
      green: true,
      red: undefined,
      asked: new Set(['typecheck']),
    });
    expect(await judged('designer', { 'targets/typecheck.cjs': target('error TS1: no', 1) })).toMatchObject({
      green: false,
    });
  });
});

describe('the tester', () => {
  test('has tests that compile, and are red by what they assert.', async () => {
    const { green, red, gates: ran } = await judged('tester', { 'targets/test.cjs': target(rightly, 1) });
    expect({ green, red }).toEqual({ green: false, red: { isRight: true, why: '' } });
    expect(ran.map((gate) => [gate.target, gate.outcome])).toEqual([
      ['typecheck', 'passed'],
      ['test', 'failed'],
    ]);
  });

  test.each<[string, Texts, string]>([
    [
      'do not compile',
      { 'targets/typecheck.cjs': target('', 1), 'targets/test.cjs': target(rightly, 1) },
      'does not compile',
    ],
    ['pass at once', { 'targets/test.cjs': target('') }, 'All tests pass'],
    ['are not there', { 'targets/test.cjs': target('No test files found\n', 1) }, 'No test files found'],
    [
      'cannot be loaded',
      { 'targets/test.cjs': target(`${rightly}ReferenceError: add is not defined\n`, 1) },
      'ReferenceError',
    ],
    [
      'cannot be run, for want of a tool',
      { 'targets/test.cjs': target('sh: 1: vitest: not found\n', 127) },
      'vitest: not found',
    ],
    ['break another', { 'targets/test.cjs': target(`${rightly}× divides\n`, 1) }, '"divides"'],
  ])('is told when the tests %s.', async (_title, files, why) => {
    const { green, red } = await judged('tester', files, { 'targets/test.cjs': target('') });
    expect({ green, red }).toMatchObject({ green: false, red: { isRight: false, why: expect.stringContaining(why) } });
  });

  test('does not answer for what failed before; and the worktree is at the commit again.', async () => {
    const before = { 'targets/test.cjs': target('× divides\n', 1) };
    const { red, head, commit } = await judged(
      'tester',
      { 'targets/test.cjs': target(`${rightly}× divides\n`, 1) },
      before,
    );
    expect(red).toEqual({ isRight: true, why: '' });
    expect(head).toBe(commit);
  });
});

test('The implementer has to pass all gates.', async () => {
  const { green, gates: ran } = await judged('implementer', { 'targets/test.cjs': target('') });
  expect({ green, gates: ran.map((gate) => gate.target) }).toEqual({ green: true, gates });
  expect(await judged('implementer', { 'targets/test.cjs': target(rightly, 1) })).toMatchObject({ green: false });
});

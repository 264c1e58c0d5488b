import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { targetGate } from '../../../core/gate/option.ts';
import type { Git } from '../../../core/git/git.ts';
import { ensureWorktree, ownPath } from '../../../core/git/worktree.ts';
import { judgeStep } from '../../../core/stage/gates/judge-step.ts';
import { begin } from '../../../core/workflow/transition.ts';
import { tdd } from '../../../core/workflow/workflow.ts';
import { contextOf } from '../../agent/contained.ts';
import { commitFiles, openScratch, scratch, userGit, type Texts } from '../../git/scratch.ts';
import { hostWith } from '../../host/temporary.ts';
import { installNx, target } from '../fake-nx.ts';

const workflow = tdd({ gateRetries: 2, maxStyleRounds: 3 }, true);
const steps = { designer: 0, tester: 1, implementer: 2 } as const;
const usual = ['typecheck', 'lint', 'test'];

/** What a step is told by gates that are as these files say; `before` is how they were when the step began. */
async function judged(
  step: keyof typeof steps,
  files: Texts,
  before: Texts = {},
  gates = usual,
  reporting: readonly string[] = [],
) {
  const { root } = await scratch({
    'package.json': '{ "name": "demo", "private": true }',
    '.gitignore': 'node_modules\n',
  });
  installNx(root);
  const opened = await openScratch(hostWith({ stateFolder: join(dirname(root), 'state') }), root);
  const { host, repository } = opened;
  const from = commitFiles(root, { 'targets/lint.cjs': target(''), 'targets/typecheck.cjs': target(''), ...before });
  const commit = commitFiles(root, files);
  const place = async (name: string, at: string): Promise<Git> =>
    await ensureWorktree(host, repository, await ownPath(host, join(root, '.worktrees', name), name), at);
  const worktree = await place('task', commit);
  await host.files.link(join(root, 'node_modules'), join(worktree.folder, 'node_modules'));
  const context = await contextOf(opened, (await place('phase', repository.head)).folder);
  const phase = { ...context.phase, gates, options: { ...context.phase.options, gates: gates.map(targetGate) } };
  const change = { files: [], proves: true };
  const about = { stage: 'task-1.1', workflow, start: repository.head, change, tests: ['adds', 'refuses'] };
  const { progress } = begin(workflow, repository.head);
  const notes: string[] = [];
  const emit = (event: Parameters<typeof context.emit>[0]): void => {
    if (event.type === 'note') notes.push(event.text);
  };
  const judge = judgeStep({ ...context, phase, emit }, about);
  const passed = [{ role: 'tester', from, commit: from, reporting }] as const;
  const verdict = await judge(worktree, commit, { ...progress, step: steps[step], from, passed });
  return { ...verdict, head: userGit(worktree.folder, 'rev-parse', 'HEAD'), commit, notes };
}

const rightly = '× adds\n× refuses\nAssertionError: expected 1 to be 2\n';

describe('the designer', () => {
  test('has to compile, and no test is run.', async () => {
    const { green, red, gates: ran } = await judged('designer', { 'targets/test.cjs': target('', 1) });
    expect({ green, red, gates: ran.map((gate) => gate.target) }).toEqual({
      green: true,
      red: undefined,
      gates: ['typecheck'],
    });
    expect(await judged('designer', { 'targets/typecheck.cjs': target('error TS1: no', 1) })).toMatchObject({
      green: false,
    });
  });
});

test('Where no gate shows that a design compiles, that is said.', async () => {
  const { green, gates: ran, notes } = await judged('designer', { 'targets/test.cjs': target('') }, {}, ['test']);
  expect({ green, ran, notes }).toEqual({ green: true, ran: [], notes: [expect.stringContaining('compileGates')] });
  expect((await judged('designer', {})).notes.join()).not.toContain('compileGates');
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

  test('has tests that are written as the project wants it, since nobody may change them later.', async () => {
    const bad = { 'targets/lint.cjs': target('error: no tabs in test/a.test.ts', 1) };
    const work = { 'targets/test.cjs': target(rightly, 1) };
    const { red, gates: ran } = await judged('tester', { ...work, ...bad });
    expect(red).toEqual({ isRight: false, why: expect.stringContaining('demo:lint fails') });
    expect(ran.find((gate) => gate.target === 'lint')?.output).toContain('no tabs');
    expect((await judged('tester', work, bad)).red).toEqual({ isRight: true, why: '' });
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

  test('is judged by all gates where none is called a gate of tests.', async () => {
    const { red } = await judged('tester', { 'targets/all.cjs': target(rightly, 1) }, {}, ['all']);
    expect(red).toEqual({ isRight: true, why: '' });
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

async function passing(printed: string): ReturnType<typeof judged> {
  return await judged('implementer', { 'targets/test.cjs': target(printed) });
}

describe('the implementer', () => {
  test('has to pass all gates, and each named test is seen to pass.', async () => {
    const { green, gates: ran, redGreen } = await passing('✓ adds\n✓ refuses\n');
    expect({ green, gates: ran.map((gate) => gate.target) }).toEqual({ green: true, gates: usual });
    expect(redGreen).toMatchObject({ outcome: 'shown', tests: ['adds', 'refuses'] });
    expect(await judged('implementer', { 'targets/test.cjs': target(rightly, 1) })).toMatchObject({ green: false });
  });

  test.each([
    ['prints nothing', ''],
    ['ends before its runner comes to its summary', 'RUN 2 tests\n'],
    ['names all that pass, and none of these', '✔ divides (1ms)\nℹ pass 1\n'],
    ['says that one of them is skipped', '✔ adds (1ms)\n﹣ refuses (1ms) # SKIP\nℹ pass 1\n'],
  ])('is not believed by an exit code alone, when the gate %s.', async (_title, printed) => {
    const { green, trouble, redGreen } = await passing(printed);
    expect({ green, trouble, redGreen }).toEqual({
      green: false,
      trouble: expect.stringContaining('refuses'),
      redGreen: undefined,
    });
  });

  test('is not believed when a gate that told of each test by its name falls silent.', async () => {
    const files = { 'targets/test.cjs': target('✓ adds\n✓ refuses\n') };
    const { green, trouble } = await judged('implementer', files, {}, usual, ['demo:test']);
    expect({ green, trouble }).toEqual({ green: false, trouble: expect.stringContaining('demo:test told of each') });
  });

  test.each([
    ['vitest', 'Tests  5 passed (5)\n'],
    ['go', 'ok  \texample.com/sum\t0.003s\n'],
  ])('passes with what %s counts without names, and nothing counts as shown.', async (_runner, printed) => {
    const { green, redGreen } = await passing(printed);
    expect({ green, redGreen }).toMatchObject({
      green: true,
      redGreen: { outcome: 'not-shown', tests: [], detail: expect.stringContaining('adds, refuses') },
    });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import type { GateCall } from '../rig/gate.ts';
import { forgetResults } from '../rig/forget-results.ts';
import { onlyWhatWasSeen, seen } from '../rig/only-what-was-seen.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { gateTarget, json } from '../rig/workspace.ts';
import { useRig } from '../rig/use-rig.ts';

describe('no verdict is given to a tree on which the gate did not run', () => {
  test.for([
    { input: 'a fileset of what is on the disk', daemon: false },
    { input: 'a program', daemon: true },
  ] as const)('with $input as input of the gate, Nx daemon $daemon', async (about) =>
    expect(await onlyWhatWasSeen(about)).toMatchObject(seen),
  );
});

test('a final tree is judged fresh, though the same gates were green on the same sources before', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);

  const { report } = await rig.implementPhase();

  expect(report.gates).toMatchObject([{ target: 'check', outcome: 'passed', cached: false }]);
  // Once for the task and once for what it began from, once for the review of the phase, once for the final tree.
  expect(rig.gate.names()).toEqual(['check', 'check', 'check', 'check']);
});

test('a gate that reads what it does not name among its inputs lets nothing land that it finds red', async () => {
  const note = 'demo/note.txt';
  const rig = await useRig({
    plan: plan({ tasks: [{ id: '1.1' }, { id: '1.2', after: ['1.1'] }] }),
    options: { gateRetries: 0 },
    files: { [note]: 'good\n' },
  });
  rig.gate.always((call) => (noteIn(call) === 'good\n' ? call.green() : call.red('not good')));
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.2', role: 'implementer' }, async (call) => {
    await call.write({ [note]: 'bad\n' });
    await call.done();
  });

  const { report } = await rig.implementPhase();

  expect(report.outcome).toBe('waiting');
  expect(report.tasks.map(({ outcome }) => outcome)).toEqual(['done', 'waiting']);
});

test('gates that collect nothing are not green, though the plan lets the task change them', async () => {
  const rig = await useRig({ plan: plan(changingGates), options: { gates: ['check', 'lint'], gateRetries: 0 } });
  rig.agent.always(diligent);
  rig.agent.on({ role: 'implementer' }, async (call) => {
    await call.write({ 'demo/project.json': json({ name: 'demo', targets: {} }) });
    await call.done();
  });

  const { report } = await rig.implementPhase();

  expect(report.outcome).toBe('waiting');
  expect(report.questions[0]?.context.join('\n')).toContain('No gate ran');
});

test('a gate that Nx did not start since another failed is named with that, and the other is told once', async () => {
  const targets = { lint: gateTarget('lint'), check: { ...gateTarget('check'), dependsOn: ['lint'] } };
  const rig = await useRig({
    plan: plan(sideBySide('1.1')),
    options: { gates: ['lint', 'check'], gateRetries: 0 },
    files: { 'demo/project.json': json({ name: 'demo', targets }) },
  });
  rig.agent.always(diligent);
  rig.gate.always((call) => (call.name === 'lint' ? call.red('a line is too long') : call.green()));

  const { report } = await rig.implementPhase();

  expect(report.tasks[0]?.gates.map(({ target, outcome }) => [target, outcome])).toEqual([
    ['lint', 'failed'],
    ['check', 'not-run'],
  ]);
  expect(report.gatesLeftOut).toContainEqual({
    gate: 'demo:check',
    on: 'task 1.1',
    reason: 'Nx did not start it: what it depends on did not pass, or the project has it no longer.',
  });
});

test('tests are counted by what their runner reports, and one that collects none is red whatever it prints', async () => {
  const check = { ...gateTarget('check'), options: { command: 'node --test demo/src/*.test.mjs' } };
  const command = { name: 'own', command: 'node --test demo/src', when: { paths: ['docs/**'] } };
  const rig = await useRig({
    plan: plan(sideBySide('1.1')),
    options: { gates: ['check', command], gateRetries: 0 },
    files: {
      'demo/project.json': json({ name: 'demo', targets: { check } }),
      'demo/src/a.test.mjs': `
        import { existsSync } from 'node:fs';
        import test from 'node:test';
        if (!existsSync('demo/src/none.txt')) { test('one', () => {}); test.skip('two', () => {}); }
        else console.log('# tests 9\\n# pass 9');`,
    },
  });
  rig.agent.always(diligent);

  const { report } = await rig.implementPhase();

  const names = [
    { name: 'one', file: 'demo/src/a.test.mjs', outcome: 'passed' },
    { name: 'two', file: 'demo/src/a.test.mjs', outcome: 'skipped' },
  ];
  const tests = { executed: 1, passed: 1, failed: 0, skipped: 1, by: 'node:test', names };
  expect(report.outcome).toBe('landed');
  expect(report.gates).toMatchObject([{ target: 'check', outcome: 'passed', tests }]);
  expect(report.gatesLeftOut).toContainEqual({
    gate: 'own',
    on: 'the final tree',
    reason: 'no changed file matches docs/**',
  });

  rig.agent.on({ role: 'implementer' }, async (call) => {
    await call.write({ 'demo/src/none.txt': 'no tests' });
    await call.done();
  });
  await forgetResults(rig);
  const again = await rig.implementPhase();

  expect(again.report.outcome).toBe('waiting');
  expect(again.report.tasks[0]?.gates).toMatchObject([
    { target: 'check', outcome: 'failed', output: expect.stringContaining('No test was collected') },
  ]);
});

test('a checkout says what was judged when and where, and says the same where Nx replays it', async () => {
  const rig = await useRig({
    plan: plan(sideBySide('1.1')),
    options: { gates: ['check', { name: 'own', command: "node --test 'demo/src/*.test.mjs'" }] },
    files: { 'demo/src/a.test.mjs': `import test from 'node:test'; test('one', () => {});` },
  });

  const first = await rig.run('gates').ended;
  const second = await rig.run('gates').ended;
  rig.write({ 'elsewhere.txt': 'a command may read this\n', 'demo/src/a.test.mjs': '' });
  const third = await rig.run('gates').ended;

  expect(first.output).toContain('demo: 2 gates green');
  expect(first.output).toMatch(/^ {2}own +passed .*1 test passed \(node:test\)$/m);
  expect(judged(second.output)).toBe(judged(first.output));
  expect(second.output).toContain('[local cache]');
  expect(third).toMatchObject({ code: 1, output: expect.stringContaining('No test was collected') });
});

function noteIn({ cwd }: GateCall): string {
  return readFileSync(join(cwd, 'note.txt'), 'utf8');
}

/** A task that names the file of the gates. */
const changingGates = { tasks: [{ id: '1.1', files: ['demo/project.json', 'demo/src/**'] }] };

function judged(output: string): string {
  return /^ {2}judged .*$/m.exec(output)?.[0] ?? 'nothing';
}

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { diligent, type AgentCall } from '../rig/agent.ts';
import { forgetResults } from '../rig/forget-results.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { json } from '../rig/workspace.ts';
import { useRig } from '../rig/use-rig.ts';

vi.setConfig({ testTimeout: 300_000 });

const implementer = { task: '1.1', role: 'implementer' } as const;
const oneTask = plan(sideBySide('1.1'));

/** A project with real tests, run by Node's own runner. */
const tested = {
  'demo/src/sum.mjs': 'export const sum = (a, b) => a + b;\n',
  'demo/test/sum.test.mjs': testOf('adds', 'sum(1, 1)', 2),
  'demo/project.json': json({
    name: 'demo',
    targets: {
      test: {
        executor: 'nx:run-commands',
        cache: true,
        inputs: ['{projectRoot}/**/*'],
        options: { command: 'node --test', cwd: '{projectRoot}' },
      },
    },
  }),
};

function testOf(title: string, expression: string, is: number): string {
  return `import assert from 'node:assert';\nimport test from 'node:test';\nimport * as all from '../src/sum.mjs';\nconst { sum, product } = all;\ntest('${title}', () => assert.equal(${expression}, ${is}));\n`;
}

const options = { gates: ['test'], gateRetries: 1 };

async function writes(call: AgentCall, files: Record<string, string>): Promise<void> {
  await call.write(files);
  await call.done();
}

describe('tests of the base', () => {
  const cheating = {
    'demo/src/sum.mjs': 'export const sum = (a, b) => a - b;\n',
    'demo/test/sum.test.mjs': testOf('adds', 'sum(1, 1)', 0),
  };

  test('judge the new source before its own do: who edits one to be green is told, and mends it', async () => {
    const rig = await useRig({ plan: oneTask, files: tested, options });
    rig.agent.always(diligent);
    rig.agent.on({ ...implementer, attempt: 1 }, async (call) => await writes(call, cheating));
    rig.agent.on({ ...implementer, attempt: 2 }, async (call) => {
      await writes(call, { ...tested, 'demo/src/more.mjs': 'export {};\n' });
    });

    const { code, calls, output } = await rig.implementPhase();

    expect({ code, calls }).toEqual({
      code: 0,
      calls: ['1.1 implementer', '1.1 implementer 1.2', '1.1 reviewer', 'phase reviewer'],
    });
    const prompt = rig.agent.all[1]?.prompt ?? '';
    expect(prompt).toMatch(
      /base-tests: these tests of the base fail on the new source.*put back demo\/test\/sum\.test\.mjs/,
    );
    expect(prompt).toContain('- demo/test/sum.test.mjs > adds');
    expect(output).toContain("test on the new source with 1 of the base's test files");
    expect(await rig.git('worktree', 'list')).not.toMatch(/-proof|-base/);
  });

  test('that stay red so are a question of scope', async () => {
    const rig = await useRig({ plan: oneTask, files: tested, options: { ...options, gateRetries: 0 } });
    rig.agent.always(diligent);
    rig.agent.on(implementer, async (call) => await writes(call, cheating));

    const { report } = await rig.implementPhase();

    expect(report).toMatchObject({ outcome: 'waiting', questions: [{ reason: 'scope-limit' }] });
    expect(report.questions[0]?.context).toContain('demo/test/sum.test.mjs > adds');
    expect(report.tasks[0]).toMatchObject({ gates: [{ outcome: 'passed' }], complaints: [{ kind: 'base-tests' }] });
  });

  test('that do not run any more are missed, though no test was touched', async () => {
    const project = tested['demo/project.json'].replace('node --test', 'node --test $(cat which.txt)');
    const more = { 'demo/test/more.test.mjs': testOf('adds more', 'sum(2, 2)', 4) };
    const files = { ...tested, ...more, 'demo/project.json': project, 'demo/which.txt': 'test/*.test.mjs\n' };
    const rig = await useRig({ plan: oneTask, files, options: { ...options, gateRetries: 0 } });
    rig.agent.always(diligent);
    rig.agent.on(implementer, async (call) => {
      await writes(call, { 'demo/which.txt': 'test/more.test.mjs\n' });
    });

    const { report } = await rig.implementPhase();

    expect(report.outcome).toBe('waiting');
    const complaints = report.tasks[0]?.complaints ?? [];
    expect(complaints).toMatchObject([{ kind: 'fewer-tests', tests: ['demo/test/sum.test.mjs > adds'] }]);
  });
});

describe('a red gate', () => {
  test('that was red before is not charged to the task; but the phase has to mend it, or a person is asked', async () => {
    const files = { ...tested, 'demo/test/old.test.mjs': testOf('multiplies', 'product(2, 2)', 4) };
    const rig = await useRig({ plan: oneTask, files, options });
    rig.agent.always(diligent);

    const { report, calls } = await rig.implementPhase();

    expect(calls).toEqual(['1.1 implementer', '1.1 reviewer', 'phase implementer 1.2']);
    expect(report.tasks[0]).toMatchObject({
      outcome: 'done',
      gates: [{ outcome: 'failed', charge: 'pre-existing' }],
      complaints: [{ kind: 'pre-existing' }],
    });
    expect(report).toMatchObject({ outcome: 'waiting', landed: null });
    expect(report.questions[0]?.context.join('\n')).toContain('All gates pass.\nthe project’s gates: demo:test failed');
  });

  test('that is green when it is repeated is flaky: it passes two times of three, and the report says so', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    let runs = 0;
    rig.gate.always(async (call) => {
      runs += 1;
      await (runs === 1 ? call.red('lost the race') : call.green());
    });

    const { report, calls } = await rig.implementPhase();

    expect(calls).toEqual(['1.1 implementer', '1.1 reviewer', 'phase reviewer']);
    expect(report.outcome).toBe('landed');
    expect(report.tasks[0]).toMatchObject({
      gates: [{ outcome: 'passed', charge: 'flaky' }],
      complaints: [{ kind: 'flaky' }],
    });
  });

  test('that lacks something of the machine, on the base too, stops the run and uses up no attempt', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    rig.gate.always(async (call) => await call.red('sh: 1: frobnicate: not found'));

    const { report, calls } = await rig.implementPhase();

    expect(calls).toEqual(['1.1 implementer']);
    expect(report).toMatchObject({ outcome: 'failed', questions: [] });
    expect(report.tasks[0]?.reason).toContain('demo:check cannot judge here: a tool is missing, on the base as well');

    rig.gate.always(async (call) => await call.green());
    expect(await rig.implementPhase()).toMatchObject({ code: 0, calls: ['1.1 reviewer', 'phase reviewer'] });
  });
});

test('Tests show what a task does, or the reviewer is told that they do not', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')), files: tested, options });
  rig.agent.always(diligent);
  rig.agent.on(implementer, async (call) => {
    await writes(call, {
      'demo/src/sum.mjs': `${tested['demo/src/sum.mjs']}export const product = (a, b) => a * b;\n`,
      'demo/test/product.test.mjs': testOf('multiplies', 'product(2, 3)', 6),
    });
  });
  rig.agent.on({ task: '1.2', role: 'implementer' }, async (call) => {
    await writes(call, {
      'demo/src/more.mjs': 'export const more = 1;\n',
      'demo/test/more.test.mjs': testOf('adds again', 'sum(2, 2)', 4),
    });
  });

  const { report } = await rig.implementPhase();

  expect(report.outcome).toBe('landed');
  expect(report.tasks.map(({ redGreen }) => redGreen)).toMatchObject([
    { outcome: 'shown', tests: ['demo/test/product.test.mjs > multiplies'] },
    { outcome: 'not-shown' },
  ]);
  const told = (task: string): string =>
    rig.agent.all.find((call) => call.task === task && call.role === 'reviewer')?.prompt ?? '';
  expect(told('1.2')).toContain('not shown to fail without the change');
  expect(told('1.1')).not.toContain('not shown to fail');
});

test('A verdict on exactly the same is taken again in the loop; one that somebody has edited, or planted, is not', async () => {
  const rig = await useRig({ plan: oneTask });
  rig.agent.always(diligent);
  rig.gate.always((call) => (existsSync(join(call.cwd, 'src/bad.txt')) ? call.red('bad') : call.green()));
  expect((await rig.implementPhase()).report.outcome).toBe('landed');
  // On the task, on what it began from, on the phase, on the final tree.
  expect(rig.gate.names()).toEqual(['check', 'check', 'check', 'check']);

  await forgetResults(rig, ['journal', 'nx']);
  const again = await rig.implementPhase();
  expect(again.output).toContain('gates: the verdict of task-1.1 on exactly this, of ');
  // The first judgement of the final tree is never taken from anywhere.
  expect(rig.gate.names(4)).toEqual(['check']);
  expect(again.report.gates).toMatchObject([{ outcome: 'passed', cached: false }]);

  await forgetResults(rig, ['journal', 'nx']);
  const chain = chains(rig).find((path) => path.endsWith('phase-1-task-1.1.jsonl')) ?? '';
  writeFileSync(chain, readFileSync(chain, 'utf8').replace('"durationMs":', '"durationMs":1'));
  const distrusted = await rig.implementPhase();
  expect(distrusted.output).toMatch(/verdicts of earlier gates do not count, and were laid aside as .*Unexpected hash/);
  expect(distrusted.report.outcome).toBe('landed');

  await forgetResults(rig, ['journal', 'nx']);
  const green = readFileSync(chain, 'utf8');
  rig.agent.on(implementer, async (call) => {
    await writes(call, {
      'demo/src/bad.txt': 'bad\n',
      'verdicts/phase-1-task-1.1.jsonl': green,
      '.phasewright/verdicts/phase-1-task-1.1.jsonl': green,
    });
  });
  const planted = await rig.implementPhase();
  expect(planted.report.outcome).not.toBe('landed');
  expect(planted.report.tasks[0]?.gates).toMatchObject([{ outcome: 'failed', charge: 'real' }]);
});

function chains(rig: Rig): string[] {
  return below(rig).filter((path) => path.includes('/verdicts/') && path.endsWith('.jsonl'));
}

function below(rig: Rig): string[] {
  return readdirSync(rig.state, { recursive: true, encoding: 'utf8' }).map((path) => join(rig.state, path));
}

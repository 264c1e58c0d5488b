import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../core/report/report.ts';
import type { AgentCall } from '../rig/agent.ts';
import type { GateCall } from '../rig/gate.ts';
import { Rig } from '../rig/rig.ts';
import { gateTarget, json } from '../rig/workspace.ts';

/*
 * One phase of four commits in a diamond, in which each thing happens that the driver of old let pass or gave up on:
 *
 * - 1: the designer reports a problem, and finds a way when it looks again.
 * - 2: the design breaks a written rule; the first tests pass with nothing behind them.
 * - 3: the implementer weakens the test that it is to pass, and a file beside the task, and says nothing of either.
 * - 4: the writer and the reviewer of style do not agree; the formatters fail, then change what is not the task's.
 */

/** Milliseconds: some forty turns, each with its commit, and gates after most. */
const longest = 600_000;

const planPath = 'demo/parts/implementation-plan.toml';

const planText = `[meta]
feature = "parts"

[dependencies]
1 = []
2 = [1]
3 = [1]
4 = [2, 3]

${[1, 2, 3, 4].map(commitEntry).join('\n')}`;

function commitEntry(id: number): string {
  return `[[commits]]
id = ${id}
title = "Part ${id}"
message = "feat(parts): part ${id}\\n\\nWhy part ${id} is there."
files = ["demo/src/${id}.ts", "demo/src/${id}.test.ts"]
acceptance = ["part ${id} is filled"]
tests = ["part_${id}_is_filled"]
`;
}

const guide = '# Style\n\n- Parts have names.\n';

/** Formats `loose` as `tidy` in all sources, and gives up on `crooked`. */
const formatter = `
  const fs = require('node:fs');
  for (const name of fs.readdirSync('src')) {
    const text = fs.readFileSync('src/' + name, 'utf8');
    if (text.includes('crooked')) { console.log(name + ': crooked'); process.exitCode = 1; }
    fs.writeFileSync('src/' + name, text.replace('loose', 'tidy'));
  }
  fs.writeFileSync('notes.txt', 'formatted');
`;

const files = {
  'demo/specs/91-impl-plan.md': '# Notes\n',
  [planPath]: planText,
  'docs/style/code.md': guide,
  'demo/src/index.ts': 'export {}; // loose\n',
  'demo/format.cjs': formatter,
  'demo/project.json': json({
    name: 'demo',
    targets: {
      typecheck: gateTarget('typecheck'),
      test: gateTarget('test'),
      format: { executor: 'nx:run-commands', options: { command: 'node format.cjs', cwd: '{projectRoot}' } },
    },
  }),
};

/** A test passes where its part is filled; or always, where it asserts nothing. */
async function runTests(call: GateCall): Promise<void> {
  const folder = join(call.cwd, 'src');
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const lines = tests.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const part = readFileSync(join(folder, name.replace('.test', '')), 'utf8');
    return `test ${text.split(' ')[0]} ... ${text.includes('empty') || part.includes('filled') ? 'ok' : 'FAILED'}`;
  });
  if (lines.some((line) => line.endsWith('FAILED'))) await call.red(lines.join('\n'));
  else await call.green(lines.join('\n'));
}

async function style(call: AgentCall, ...rules: readonly string[]): Promise<void> {
  const { commit, nonce, task } = call;
  const violations = rules.map((rule) => ({ path: `demo/src/${task}.ts`, line: 1, rule, fix: 'Name it.' }));
  await call.answer({ commit, nonce, verdict: rules.length > 0 ? 'violations' : 'accept', violations });
}

/** Writes files of its task, says nothing of them, and is done. */
async function write(call: AgentCall, part: string, testText?: string): Promise<void> {
  const { task } = call;
  const tests = testText === undefined ? {} : { [`demo/src/${task}.test.ts`]: `part_${task}_is_filled ${testText}\n` };
  await call.write(part === '' ? tests : { [`demo/src/${task}.ts`]: `${part}\n`, ...tests });
  await call.done();
}

function behave(rig: Rig): void {
  const { agent, gate } = rig;
  gate.on({ name: 'typecheck' }, (call) => call.green());
  gate.on({ name: 'test' }, runTests);
  agent.on({ role: 'designer' }, (call) => write(call, 'stub'));
  agent.on({ role: 'tester' }, (call) => write(call, '', 'asserts'));
  agent.on({ role: 'implementer' }, (call) => write(call, 'filled'));
  agent.on({ role: 'styleReviewer' }, (call) => style(call));
  agent.on({ role: 'reviewer' }, (call) => call.approve());

  agent.on({ task: '1', role: 'designer', attempt: 1 }, (call) => call.stop('person-needed', 'Where do parts go?'));

  agent.on({ task: '2', role: 'designer', round: 1 }, (call) => write(call, 'stub, without a name'));
  agent.on({ task: '2', role: 'styleReviewer', round: 1 }, (call) => style(call, 'Parts have names.'));
  agent.on({ task: '2', role: 'tester', attempt: 1 }, (call) => write(call, '', 'empty'));

  agent.on({ task: '3', role: 'implementer', attempt: 1 }, async (call) => {
    await call.write({ 'demo/src/mod.ts': 'mod\n' });
    await write(call, 'stub', 'empty');
  });
  agent.on({ task: '3', role: 'implementer', attempt: 2 }, async (call) => {
    await call.remove('demo/src/mod.ts');
    await write(call, 'filled', 'asserts');
  });

  agent.on({ task: '4', role: 'implementer' }, (call) => write(call, `filled, crooked, ${call.round}`));
  agent.on({ task: '4', role: 'implementer', round: 6 }, (call) => write(call, 'filled, loose'));
  for (const round of [3, 4, 5])
    agent.on({ task: '4', role: 'styleReviewer', round }, (call) => style(call, 'Parts have names.'));
  agent.on({ role: 'arbiter' }, async (call) => {
    const { commit, nonce } = call;
    await call.answer({ commit, nonce, proceed: true, reasoning: 'A matter of looks.' });
  });
}

describe('an implementation-plan.toml of four commits in a diamond', () => {
  let rig: Rig;
  let run: { readonly code: number | null; readonly output: string; readonly calls: readonly string[] };
  let report: Report;
  const prompt = (name: string): string => rig.agent.all[rig.agent.names().indexOf(name)]?.prompt ?? '';

  beforeAll(async () => {
    rig = await Rig.create({ files, gates: ['typecheck', 'test'] });
    behave(rig);
    run = await rig.run('implement-phase', { plan: planPath }).ended;
    report = rig.report()!;
    return async () => await rig.close();
  }, longest);

  test('lands, with each step of each commit done once it may be', () => {
    expect(run.code).toBe(0);
    expect(report.outcome).toBe('landed');
    expect(run.calls.filter((name) => name.startsWith('1 '))).toEqual([
      '1 designer',
      '1 designer 1.2',
      '1 styleReviewer',
      '1 tester 2',
      '1 styleReviewer 2',
      '1 implementer 3',
      '1 styleReviewer 3',
    ]);
  });

  test('has its commits done in the order of their dependencies, and those that are ready side by side', () => {
    const [one, two, three, four] = ['1', '2', '3', '4'].map((task) => spanOf(task, run.calls));
    expect(one!.last).toBeLessThan(Math.min(two!.first, three!.first));
    expect(Math.max(two!.last, three!.last)).toBeLessThan(four!.first);
    expect(Math.max(two!.first, three!.first)).toBeLessThan(Math.min(two!.last, three!.last));
  });

  test('is one commit for each, with the message and the files of the plan and nothing else', async () => {
    const subjects = await rig.git('log', '--reverse', '--format=%s', 'main..phase/1');
    expect(subjects.split('\n').slice(0, 4)).toEqual([1, 2, 3, 4].map((id) => `feat(parts): part ${id}`));
    expect(await rig.git('log', '--format=%b', 'phase/1~1', '-1')).toContain('Why part 4 is there.');
    const changed = (await rig.git('diff', '--name-only', 'main', 'phase/1')).split('\n');
    const planned = [1, 2, 3, 4].flatMap((id) => [`demo/src/${id}.test.ts`, `demo/src/${id}.ts`]);
    expect(changed.filter((path) => !path.startsWith('demo/parts/'))).toEqual(planned);
  });

  test('has a problem that was reported looked at again, with its notes', () => {
    expect(prompt('1 designer 1.2')).toContain('Where do parts go?');
  });

  test('has what breaks a written rule mended by the one who wrote it', () => {
    expect(prompt('2 styleReviewer')).toContain('Parts have names.');
    expect(prompt('2 designer 2')).toContain('F-');
    expect(prompt('2 designer 2')).toContain('Parts have names.');
    expect(run.calls).toContain('2 styleReviewer 2');
  });

  test('has tests that show nothing written again', () => {
    expect(prompt('2 tester 3.2')).toContain('All tests pass');
    expect(run.output).toContain('not red as it has to be: All tests pass');
    expect(run.output).toContain('exactly the named tests are red');
  });

  test('sees in the commit what is out of scope, and a test that is weakened', async () => {
    expect(prompt('3 implementer 3.2')).toContain('demo/src/mod.ts');
    expect(prompt('3 implementer 3.2')).toMatch(/demo\/src\/3\.test\.ts:1 .*the tester has written its tests/);
    expect(await rig.git('show', 'phase/1:demo/src/3.test.ts')).toBe('part_3_is_filled asserts');
  });

  test('has the arbiter decide after three reviews, and keeps the debt', () => {
    expect(run.calls.filter((name) => name.startsWith('4 '))).toEqual([
      '4 designer',
      '4 styleReviewer',
      '4 tester 2',
      '4 styleReviewer 2',
      '4 implementer 3',
      '4 styleReviewer 3',
      '4 implementer 4',
      '4 styleReviewer 4',
      '4 implementer 5',
      '4 styleReviewer 5',
      '4 arbiter 5',
      '4 implementer 6',
      '4 styleReviewer 6',
    ]);
    const debt = report.findings.filter(({ outcome }) => outcome === 'deferred');
    expect(debt).toMatchObject([
      { reason: 'accepted by the arbiter: A matter of looks.', finding: { path: 'demo/src/4.ts' } },
    ]);
  });

  test('hears a formatter that fails, judges what one has changed, and puts back what is not of the task', async () => {
    expect(prompt('4 implementer 6')).toContain('4.ts: crooked');
    expect(await rig.git('show', 'phase/1:demo/src/4.ts')).toBe('filled, tidy');
    expect(await rig.git('show', 'phase/1:demo/src/index.ts')).toContain('loose');
    expect(run.output).toMatch(/put back what formatters changed outside of the task: .*demo\/notes\.txt/);
  });

  test('tells all agents the acceptance of their commit, and the writers the guides', () => {
    for (const name of ['1 designer', '1 tester 2', '1 implementer 3']) {
      expect(prompt(name)).toContain('part 1 is filled');
      expect(prompt(name)).toContain('Parts have names.');
    }
  });
});

/** The places of a task's first and last call among all. */
function spanOf(task: string, calls: readonly string[]): { readonly first: number; readonly last: number } {
  const isOfTask = (name: string): boolean => name.startsWith(`${task} `);
  return { first: calls.findIndex(isOfTask), last: calls.findLastIndex(isOfTask) };
}

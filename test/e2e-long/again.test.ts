import { rmSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../core/report/report.ts';
import { diligent } from '../rig/agent.ts';
import { diamond, plan } from '../rig/plan.ts';
import { Rig } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';
import { usualSpec } from '../rig/workspace.ts';

describe('a phase that has landed calls no agent when it is run again', () => {
  let rig: Rig;
  let landed: string;
  let first: Report;

  beforeAll(async () => {
    rig = await Rig.create();
    rig.agent.always(diligent);
    first = (await rig.implementPhase()).report;
    landed = await rig.git('rev-parse', 'phase/1');
    return async () => await rig.close();
  });

  test('and reports the same, as reused', async () => {
    const { report } = await rig.implementPhase();

    expect(report.stages.filter(({ kind, reused }) => kind !== 'land' && !reused)).toEqual([]);
    expect(asOfFirstRun(report)).toEqual(asOfFirstRun(first));
  });

  test.each<[string, () => Promise<unknown> | void]>([
    ['with nothing changed', () => undefined],
    ['after a commit on main', async () => await touchAndCommit('demo/src/index.ts', (text) => `${text}// changed\n`)],
    [
      'after a new npm script',
      async () =>
        await touchAndCommit('package.json', (text) =>
          text.replace('"scripts": {}', '"scripts": { "hello": "echo hello" }'),
        ),
    ],
    [
      'after an edit of nx.json',
      async () =>
        await touchAndCommit('nx.json', (text) =>
          text.replace('"analytics": false', '"analytics": false, "parallel": 2'),
        ),
    ],
    ['after a tag', async () => await rig.git('tag', 'v1')],
    ['with our state deleted, Nx’s caches and journals in it', () => rmSync(rig.state, { recursive: true })],
    ['with .worktrees deleted by hand', () => rig.remove('.worktrees')],
    ['with .phasewright deleted', () => rig.remove('.phasewright')],
    ['with all of it deleted', () => deleteAllThatCanBe(rig)],
    ['on another branch', async () => await rig.git('switch', '--quiet', '--create', 'other')],
  ])('%s', async (_, disturb) => {
    await disturb();

    const { code, calls, report } = await rig.implementPhase();

    expect({ code, calls }).toEqual({ code: 0, calls: [] });
    expect(report).toMatchObject({ outcome: 'landed', agentCalls: 0, final: { commit: landed } });
    expect(report.tasks.map((task) => task.reused)).toEqual([true, true, true, true]);
    expect(await rig.git('rev-parse', 'phase/1')).toBe(landed);
  });

  async function touchAndCommit(path: string, change: (text: string) => string): Promise<void> {
    rig.edit(path, change);
    await rig.commit(`Change ${path}`);
  }
});

test('a phase that stopped half way keeps what is done, though all that can be deleted is', async () => {
  const rig = await useRig();
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.3', role: 'implementer' }, async (call) => await call.exit(1));
  expect((await rig.implementPhase()).report.outcome).toBe('failed');
  rig.edit('nx.json', (text) => text.replace('"analytics": false', '"analytics": false, "parallel": 2'));
  rig.write({ 'demo/src/other.txt': 'meanwhile\n' });
  await rig.commit('Go on');
  deleteAllThatCanBe(rig);

  rig.agent.always(diligent);
  const { code, calls, report } = await rig.implementPhase();

  expect(code).toBe(0);
  expect(calls).toEqual(['1.3 implementer', '1.3 reviewer', '1.4 implementer', '1.4 reviewer', 'phase reviewer']);
  expect(report.tasks.map((task) => task.reused)).toEqual([true, true, false, false]);
});

test('a changed brief has its task and that task’s dependants done again, no other', async () => {
  const rig = await landedRig();
  rig.edit('demo/specs/91-impl-plan.md', (text) => text.replace('Part 1.3', 'Part 1.3, and more'));
  await rig.commit('Change a task');

  const { code, calls, report } = await rig.implementPhase();

  expect(code).toBe(0);
  expect(calls).toEqual(['1.3 implementer', '1.3 reviewer', '1.4 implementer', '1.4 reviewer', 'phase reviewer']);
  expect(report.tasks.map((task) => task.reused)).toEqual([true, true, false, false]);
  expect(await rig.git('log', '--format=%s', 'main..phase/1')).toContain('Part 1.3, and more');
});

test('a changed section has the tasks that cite it done again, and no task that cites another', async () => {
  const tasks = diamond.tasks.map((task) => ({ ...task, spec: task.id === '1.2' ? '10 § 2' : '10 § 1' }));
  const rig = await landedRig(plan({ tasks }));
  rig.write({ 'demo/specs/10-data.md': usualSpec.replace('named for its task', 'named for its task, in lower case') });
  await rig.commit('Change a section');

  const { code, calls } = await rig.implementPhase();

  expect(code).toBe(0);
  expect(calls).toEqual(['1.2 implementer', '1.2 reviewer', '1.4 implementer', '1.4 reviewer', 'phase reviewer']);
});

test('a changed list of gates has everything judged again, a changed number of tries nothing', async () => {
  const rig = await landedRig();
  rig.edit('nx.json', (text) => text.replace('"gates"', '"gateRetries": 1, "maxReviewRounds": 1, "gates"'));
  await rig.commit('Allow fewer attempts');
  expect(await rig.implementPhase()).toMatchObject({ code: 0, calls: [] });
  rig.edit('nx.json', (text) =>
    text.replace('"check"', '"check", { "name": "clean", "command": "git diff --check HEAD" }'),
  );
  await rig.commit('Judge by one gate more');

  const { code, calls } = await rig.implementPhase();

  expect({ code, calls: calls.length }).toEqual({ code: 0, calls: 9 });
});

test('--rebase pins the base anew at HEAD, and the work is done on it', async () => {
  const rig = await landedRig();
  rig.write({ 'demo/src/other.txt': 'meanwhile\n' });
  const head = await rig.commit('Go on');

  const { code, calls, report } = await rig.implementPhase({ rebase: true });

  expect({ code, calls: calls.length, base: report.base }).toEqual({ code: 0, calls: 9, base: head });
  expect(await rig.git('show', 'phase/1:demo/src/other.txt')).toBe('meanwhile');
});

function deleteAllThatCanBe(rig: Rig): void {
  for (const path of ['.worktrees', '.phasewright', '.nx']) rig.remove(path);
  rmSync(rig.state, { recursive: true, force: true });
}

async function landedRig(planText?: string): Promise<Rig> {
  const rig = await useRig(planText === undefined ? {} : { plan: planText });
  rig.agent.always(diligent);
  await rig.implementPhase();
  return rig;
}

/** Without what tells a run from the one before it. The lint leaves no record where nothing runs. */
function asOfFirstRun(report: Report): object {
  const anew = { reused: false };
  return {
    ...report,
    agentCalls: 0,
    tasks: report.tasks.map((task) => ({ ...task, ...anew })),
    stages: report.stages.map((stage) => ({ ...stage, ...anew })),
    records: report.records.filter(({ name }) => name !== 'spec-lint'),
  };
}

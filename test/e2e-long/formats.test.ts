import { expect, test } from 'vitest';
import { diligent, taskFile } from '../rig/agent.ts';
import { plan } from '../rig/plan.ts';
import type { AgentCall } from '../rig/agent.ts';
import { useRig } from '../rig/use-rig.ts';

/** The plan that is usually there is not what these tests are about. */
const noImplPlan = { 'demo/specs/91-impl-plan.md': '# Notes\n' };

test('task ids with letters, slashes and other scripts go through Nx, git and the report', async () => {
  const ids = ['4A.1', 'T001', '1/2', '任务一'];
  const rig = await useRig({ plan: plan({ tasks: ids.map((id) => ({ id })) }) });
  rig.agent.on({ role: 'implementer' }, writeNumbered);
  rig.agent.on({ role: 'reviewer' }, (call) => call.approve());

  const { code, report } = await rig.implementPhase();

  expect(code).toBe(0);
  expect(report.tasks.map(({ id, outcome }) => [id, outcome])).toEqual(ids.map((id) => [id, 'done']));
  const trailers = await rig.git(
    'log',
    '--reverse',
    '--format=%(trailers:key=Task,valueonly,separator=)',
    'main..phase/1',
  );
  expect(trailers.split('\n').filter(Boolean)).toEqual(ids);
});

test('an implementation-plan.toml lands, its commits in the order of their dependencies', async () => {
  const toml = `[meta]\nfeature = "parts"\n\n[dependencies]\n1 = []\n2 = [1]\n3 = [1]\n\n${[1, 2, 3].map(commitEntry).join('\n')}`;
  const rig = await useRig({
    files: { ...noImplPlan, 'demo/parts/implementation-plan.toml': toml },
    options: { workflow: 'iterative' },
  });
  rig.agent.always(diligent);

  const run = await rig.run('implement-phase', { plan: 'demo/parts/implementation-plan.toml' }).ended;

  expect(run.code).toBe(0);
  expect(run.calls.indexOf('1 reviewer')).toBeLessThan(run.calls.indexOf('2 implementer'));
  const report = rig.report();
  expect(report).toMatchObject({ outcome: 'landed', criteria: [{ text: 'All gates pass.', outcome: 'met' }] });
  expect(await rig.git('show', 'phase/1:demo/src/3.txt')).toContain('task 3');
});

test('a checklist that is named in the options lands, and its boxes are ticked', async () => {
  const list = '# A feature\n\n## Tasks\n\n- [ ] T001 Begin\n  status: `claimed`\n- [ ] T002 Go on\n';
  const rig = await useRig({
    files: { ...noImplPlan, 'demo/feature.md': list },
    options: { checklists: ['demo/feature.md'] },
  });
  rig.agent.always(diligent);

  const run = await rig.run('implement-phase', { plan: 'demo/feature.md' }).ended;

  expect(run.code).toBe(0);
  expect(await rig.git('show', 'phase/1:demo/feature.md')).toBe(list.replaceAll('[ ]', '[x]').trimEnd());
  expect(await rig.git('show', `phase/1:${taskFile('T002')}`)).toContain('task T002');
});

test('a broken plan does not break the workspace: spec-lint says what is wrong, with file, line and column', async () => {
  const broken =
    '## Phase 1 — Parts\n\n| # | Task | Spec |\n| --- | --- | --- |\n| 1.1 | Part | 10 | too many |\n| 1.1 |\n';
  const rig = await useRig({ plan: broken });

  const shown = await rig.start(['node_modules/nx/dist/bin/nx.js', 'show', 'project', 'demo', '--json']).ended;
  expect(shown.code).toBe(0);
  expect(shown.output).toContain('"implement-phase"');
  const lint = await rig.run('spec-lint').ended;

  expect(lint.code).toBe(1);
  expect(lint.output).toMatch(/demo\/specs\/91-impl-plan\.md:5:\d+ {2}error {2}task-row\n {2}Unexpected /);
  expect(await rig.git('status', '--porcelain')).toBe('');
});

function commitEntry(id: number): string {
  const lines = [
    `id = ${id}`,
    `title = "Part ${id}"`,
    `message = "feat: part ${id}"`,
    `files = ["demo/src/${id}.txt"]`,
  ];
  return `[[commits]]\n${lines.join('\n')}\nacceptance = ["it is there"]\n`;
}

/** A file whose name does not depend on the id. */
async function writeNumbered(call: AgentCall): Promise<void> {
  await call.write({ [`demo/src/${Buffer.from(call.task).toString('hex')}.txt`]: `${call.task}\n` });
  await call.done();
}

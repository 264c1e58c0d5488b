import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

test('a second run refuses with the name of the first one’s owner, and touches nothing', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  const first = rig.agent.next({ task: '1.1', role: 'implementer' });
  rig.agent.always(diligent);
  const running = rig.run('implement-phase', { phase: '1' });
  const call = await first;
  const before = { files: rig.snapshot(), refs: await rig.git('for-each-ref') };

  const second = await rig.run('implement-phase', { phase: '1' }).ended;

  expect(second.code).toBe(1);
  expect(second.output).toMatch(/Phase 1 of demo is being implemented by \S+@\S+ \(process \d+, since /);
  expect({ files: rig.snapshot(), refs: await rig.git('for-each-ref') }).toEqual(before);
  await call.write({ 'demo/src/1.1.txt': 'done\n' });
  await call.done();
  expect((await running.ended).code).toBe(0);
});

test('a run that is started within a run is refused', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);
  const inside = await rig.run('implement-phase', { phase: '1' }, { PHASEWRIGHT_RUN: 'the-run-around' }).ended;

  expect(inside.code).toBe(1);
  expect(inside.output).toContain('PHASEWRIGHT_RUN=the-run-around');
  expect(rig.agent.count).toBe(0);
});

test('a gate that starts the phase again is red, and the phase does not nest', async () => {
  const nested = { executor: 'nx:run-commands', options: { command: 'npx nx run demo:implement-phase' } };
  const rig = await useRig({
    plan: plan(sideBySide('1.1')),
    options: { gateRetries: 0, gates: ['again'] },
    files: { 'demo/project.json': JSON.stringify({ name: 'demo', targets: { again: nested } }) },
  });
  rig.agent.always(diligent);

  const { code, report } = await rig.implementPhase();

  expect(code).toBe(1);
  expect(report.outcome).toBe('waiting');
  expect(report.tasks[0]?.gates).toMatchObject([{ outcome: 'failed', charge: 'pre-existing' }]);
  expect(report.tasks[0]?.gates[0]?.output).toContain('it would nest without end');
  expect(rig.agent.names()).toEqual(['1.1 implementer', '1.1 reviewer']);
});

test('a task is claimed while it is worked on, and no claim is left in the end', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')) });
  const held = rig.agent.next({ task: '1.1', role: 'implementer' });
  rig.agent.always(diligent);
  const running = rig.run('implement-phase', { phase: '1' });
  const call = await held;

  expect(await rig.git('for-each-ref', '--format=%(refname)', 'refs/phasewright/demo/1/claim')).toContain(
    'refs/phasewright/demo/1/claim/task-1.1',
  );
  await call.write({ 'demo/src/1.1.txt': 'done\n' });
  await call.done();

  expect((await running.ended).code).toBe(0);
  expect(await rig.git('for-each-ref', 'refs/phasewright/demo/1/claim')).toBe('');
});

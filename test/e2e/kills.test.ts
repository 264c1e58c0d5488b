import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { endAndStartAgain } from '../rig/end-and-start-again.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

test('A run that is stopped in its last gates reports no green of the final tree, though what it was made of was green.', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')) });
  const reviewing = rig.agent.next({ task: 'phase', role: 'reviewer' });
  rig.agent.always(diligent);
  const run = rig.run('implement-phase', { phase: '1' });
  const review = await reviewing;
  const judging = rig.gate.next({});
  await review.approve();
  await judging;
  run.interrupt();
  await run.ended;

  const report = rig.report();

  expect(report?.outcome).toBe('stopped');
  expect(report?.gatesOn).toEqual({
    record: 'gates',
    tree: report?.final?.tree,
    green: false,
    trouble: 'The gates were stopped with the run.',
  });
  expect(report?.criteriaOn).toBeNull();
  expect(report?.gates.filter(({ outcome }) => outcome === 'passed')).toEqual([]);
});

test('F10: A run that is killed as a whole, in the middle of two tasks, and started again: the same tree, one commit a task, nothing left running.', async () => {
  const ended = await endAndStartAgain('SIGKILL of the whole tree', 'two implementers side by side');
  expect(ended).toEqual({ code: 0, outcome: 'landed' });
});

test('F11: So it is after Ctrl-C, during the review of the last task.', async () => {
  const ended = await endAndStartAgain('Ctrl-C', 'the reviewer of the last task');
  expect(ended).toEqual({ code: 0, outcome: 'landed' });
});

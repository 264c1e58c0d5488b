import { expect, test } from 'vitest';
import { diligent, taskFile, type AgentCall } from '../rig/agent.ts';
import { plan } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';
import { json } from '../rig/workspace.ts';

const inOther = 'other/1.3.txt';

/** 1.1 and 1.2 are of project `demo`, 1.3 is of one that has nothing to do with it. */
const twoProjects = {
  plan: plan({
    tasks: [
      { id: '1.1', files: [taskFile('1.1')] },
      { id: '1.2', files: [taskFile('1.2')] },
      { id: '1.3', files: [inOther] },
    ],
  }),
  files: { 'other/project.json': json({ name: 'other', targets: {} }) },
};
const reason = `both touch project demo: ${taskFile('1.1')} and ${taskFile('1.2')}`;

test('tasks of one project go one after the other, a task of another one beside them, as it was said before', async () => {
  const rig = await useRig(twoProjects);
  rig.agent.always(diligent);

  const dry = await rig.run('implement-phase', { dryRun: true }).ended;
  expect(dry.output).toContain(`Side by side, at most 3 at a time:\n  1.2 after 1.1\n      ${reason}\n`);

  const both = Promise.all([
    rig.agent.next({ task: '1.1', role: 'implementer' }),
    rig.agent.next({ task: '1.3', role: 'implementer' }),
  ]);
  const run = rig.run('implement-phase', { phase: '1' });
  // Each is held until the other one has come: only side by side they get any further.
  const [first, third] = await both;
  await elsewhere(third);
  await diligent(first);
  expect(await run.ended).toMatchObject({ code: 0 });

  const report = run.report();
  expect(report).toMatchObject({
    outcome: 'landed',
    forecast: { orderings: [{ before: '1.1', after: '1.2', reason, guessed: false }], together: [], unknown: [] },
  });
  const [one, two, three] = ['1.1', '1.2', '1.3'].map((id) => timesOf(report.stages.find(({ task }) => task === id)));
  expect(two!.started).toBeGreaterThanOrEqual(one!.ended);
  expect(one!.started).toBeLessThan(three!.ended);
  expect(three!.started).toBeLessThan(one!.ended);
});

test('a task that waits for a person keeps none waiting that only comes after it, and nothing is done twice', async () => {
  const rig = await useRig(twoProjects);
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.1', role: 'implementer' }, async (call) => await call.stop('person-needed', 'Red or blue?'));
  rig.agent.on({ task: '1.3', role: 'implementer' }, elsewhere);

  const waiting = await rig.implementPhase();
  expect(waiting).toMatchObject({ code: 1, report: { outcome: 'waiting' } });
  expect(waiting.report.tasks.map(({ outcome }) => outcome)).toEqual(['waiting', 'done', 'done']);
  expect(waiting.calls.indexOf('1.2 implementer')).toBeGreaterThan(waiting.calls.indexOf('1.1 implementer'));

  await rig.answer(waiting.report.questions[0], 'guide', 'Blue.');
  rig.agent.on({ task: '1.1', role: 'implementer' }, diligent);
  const landed = await rig.implementPhase();
  expect(landed).toMatchObject({ code: 0, report: { outcome: 'landed' } });
  expect(landed.calls).toEqual(['1.1 implementer', '1.1 reviewer', 'phase reviewer']);
});

async function elsewhere(call: AgentCall): Promise<void> {
  await call.write({ [inOther]: 'three\n' });
  await call.done();
}

function timesOf(stage: { started: string | null; ended: string | null } | undefined) {
  return { started: Date.parse(stage?.started ?? ''), ended: Date.parse(stage?.ended ?? '') };
}

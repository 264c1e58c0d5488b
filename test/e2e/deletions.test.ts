import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

test('a deletion that the plan does not declare is stopped; its siblings and a declared one land when a person says so', async () => {
  const tasks = [
    { id: '1.1', files: ['demo/src/1.1.txt', 'demo/src/kept.txt'] },
    { id: '1.2', files: ['demo/src/1.2.txt', 'delete: demo/src/old.txt'] },
    { id: '1.3', files: ['demo/src/1.3.txt'] },
  ];
  const rig = await useRig({
    plan: plan({ tasks }),
    files: { 'demo/src/old.txt': 'old\n', 'demo/src/kept.txt': 'kept\n' },
  });
  rig.agent.always(diligent);
  const deletes = { '1.1': 'demo/src/kept.txt', '1.2': 'demo/src/old.txt' };
  for (const [task, path] of Object.entries(deletes)) {
    rig.agent.on({ task, role: 'implementer' }, async (call) => {
      await call.remove(path);
      await call.write({ [`demo/src/${task}.txt`]: `task ${task}\n` });
      await call.done();
    });
  }

  const waiting = await rig.implementPhase();

  expect(waiting).toMatchObject({ code: 1, report: { outcome: 'waiting', landed: null } });
  expect(waiting.report.questions).toMatchObject([
    { reason: 'deletion', stage: 'squash', context: ['demo/src/kept.txt', expect.any(String)] },
  ]);
  await rig.answer(waiting.report.questions[0], 'keep');

  const landed = await rig.implementPhase();

  expect(landed).toMatchObject({ code: 0, calls: ['phase reviewer'], report: { outcome: 'landed' } });
  const files = (await rig.git('ls-tree', '--name-only', 'phase/1', 'demo/src/')).split('\n');
  expect(files).toEqual(
    ['1.1', '1.2', '1.3'].map((task) => `demo/src/${task}.txt`).concat('demo/src/index.ts', 'demo/src/kept.txt'),
  );
});

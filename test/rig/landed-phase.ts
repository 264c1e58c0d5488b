import { diligent, taskFile } from './agent.ts';
import { diamond, plan } from './plan.ts';
import { Rig } from './rig.ts';

/**
 * A run that lands and has something to tell: a finding that is fixed, one that is deferred, red gates on the way, a
 * criterion with a probe. Close the rig.
 */
export async function landedPhase(): Promise<Rig> {
  const rig = await Rig.create({
    plan: plan({ ...diamond, criteria: ['All gates pass.', '`demo/src/1.4.txt` exists.'] }, later),
  });
  const finding = {
    path: taskFile('1.2'),
    quote: quote('1.2'),
    title: 'The name says nothing',
    fix: 'Name what is in it',
  };
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.2', role: 'reviewer', round: 1 }, async (call) => await call.reject(finding));
  rig.agent.on({ task: '1.3', role: 'implementer', attempt: 1 }, async (call) => {
    await call.write({ [taskFile('1.3')]: 'task 1.3\n', 'demo/src/1.3.broken': '' });
    await call.done();
  });
  rig.agent.on({ task: '1.3', role: 'implementer', attempt: 2 }, async (call) => {
    await call.remove('demo/src/1.3.broken');
    await call.done({ summary: 'The broken file is gone.' });
  });
  rig.agent.on(
    { task: 'phase', role: 'reviewer' },
    async (call) =>
      await call.approve({
        severity: 'P3',
        path: taskFile('1.4'),
        quote: quote('1.4'),
        title: 'This could be shorter',
        fix: 'Say it once',
      }),
  );
  await rig.implementPhase();
  return rig;
}

/** What the diligent agent has written at first. */
function quote(task: string): string {
  return `task ${task}, round 1, attempt 1`;
}

const later = { id: '2', title: 'The second part', tasks: [{ id: '2.1' }] };

/** Of the page, in the user's checkout. */
export const reportPage = '.phasewright/demo/phase-1/report/report.html';

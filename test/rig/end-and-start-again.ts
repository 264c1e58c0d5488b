import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { diligent } from './agent.ts';
import { redIfBroken } from './gate.ts';
import { diamond, plan } from './plan.ts';
import type { Rig } from './rig.ts';
import type { Run } from './run.ts';
import { useRig } from './use-rig.ts';

/** A run that is ended in this way at this moment, and the next one, which has to come to what one whole run comes to. */
export async function endAndStartAgain(way: keyof typeof ways, moment: keyof typeof during): Promise<object> {
  const rig = await useRig({ plan: plan(diamond) });
  const reached = (during[moment] as (about: Rig) => Promise<object>)(rig);
  rig.agent.always(diligent);
  const run = rig.run('implement-phase', { phase: '1' });
  await reached;
  await ways[way](run);
  expect(await rig.quiet()).toEqual([]);
  // Whoever is left when Nx is gone says how far the run came.
  expect(rig.report()?.outcome).toBe(way === 'SIGKILL of the whole tree' ? undefined : 'stopped');

  // A call that was under way is made again; those that had ended are not.
  const repeated = moment === 'two implementers side by side' ? 2 : moment === 'the gates of the first task' ? 0 : 1;
  const next = await goOn(rig);
  expect(rig.agent.count).toBe(calls + repeated);
  return next;
}

/** A run that is killed with all that it has started, so long after its n-th call of an agent or a gate, and the next one. */
export async function killAndStartAgain({ nth, after }: KillPoint): Promise<object> {
  const rig = await useRig({ plan: plan(diamond) });
  let arrived = 0;
  const reached = new Promise<void>((resolve) => {
    const count = (): void => {
      arrived += 1;
      if (arrived === nth) resolve();
    };
    rig.gate.always(async (call) => (count(), await redIfBroken(call)));
    rig.agent.always(async (call) => (count(), await diligent(call)));
  });
  const run = rig.run('implement-phase', { phase: '1' });
  await Promise.race([reached, run.ended]);
  await delay(after);
  await run.killTree();
  expect(await rig.quiet()).toEqual([]);
  const next = await goOn(rig);
  // Of two tasks side by side each may have had a call under way.
  expect(rig.agent.count - calls).toBeLessThanOrEqual(2);
  return next;
}

/** Where a seed has a run killed. */
export interface KillPoint {
  /** Calls of agents and gates until then, from 1. */
  readonly nth: number;
  /** Milliseconds. */
  readonly after: number;
}

/** The next run has to leave what one whole run leaves. */
async function goOn(rig: Rig): Promise<object> {
  const { code, report } = await rig.implementPhase();
  const trailers = await rig.git('log', '--format=%(trailers:key=Task,valueonly,separator=)', 'main..phase/1');
  expect(trailers.split('\n').filter(Boolean).toReversed()).toEqual(['1.1', '1.2', '1.3', '1.4']);
  expect(await filesAt(rig, 'phase/1')).toEqual(
    [...(await filesAt(rig, 'main')), ...(await madeFiles(rig))].toSorted(),
  );
  return { code, outcome: report.outcome };
}

/** Where a run is when it is ended: something it has started is held by the test, so it is there for certain. */
const during = {
  'the implementer of the first task': (rig) => rig.agent.next({ task: '1.1', role: 'implementer' }),
  'the gates of the first task': (rig) => rig.gate.next({}),
  'the reviewer of the first task': (rig) => rig.agent.next({ task: '1.1', role: 'reviewer' }),
  'two implementers side by side': async (rig) => {
    const both = await Promise.all(['1.2', '1.3'].map((task) => rig.agent.next({ task, role: 'implementer' })));
    return both[0]!;
  },
  'the reviewer of the last task': (rig) => rig.agent.next({ task: '1.4', role: 'reviewer' }),
  'the review of the phase': (rig) => rig.agent.next({ task: 'phase', role: 'reviewer' }),
} satisfies Record<string, (rig: Rig) => Promise<object>>;

const ways = {
  'SIGKILL of the whole tree': (run) => run.killTree(),
  'SIGKILL of Nx alone': (run) => run.killNxOnly(),
  SIGTERM: async (run) => {
    run.kill('SIGTERM');
    await run.ended;
  },
  'Ctrl-C': async (run) => {
    run.interrupt();
    await run.ended;
  },
} satisfies Record<string, (run: Run) => Promise<void>>;

/** What an uninterrupted run of this plan makes and needs. */
const calls = 2 * diamond.tasks.length + 1;

const planPath = 'demo/specs/91-impl-plan.md';

/** Paths with their blobs, without the plan, which has been ticked. */
async function filesAt(rig: Rig, commit: string): Promise<string[]> {
  const listing = await rig.git('ls-tree', '-r', '--format=%(path) %(objectname)', commit);
  return listing.split('\n').filter((line) => !line.startsWith(planPath));
}

/** One file for each task, as a diligent agent writes it at its first try. */
async function madeFiles(rig: Rig): Promise<string[]> {
  return await Promise.all(
    diamond.tasks.map(async ({ id }) => {
      const blob = await rig.git('rev-parse', `phase/1:demo/src/${id}.txt`);
      expect(await rig.git('cat-file', 'blob', blob)).toBe(`task ${id}, round 1, attempt 1`);
      return `demo/src/${id}.txt ${blob}`;
    }),
  );
}

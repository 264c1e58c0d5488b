import { changedBetween } from '../git/changed-between.ts';
import { criteriaOf } from '../plan/criteria/probe.ts';
import type { Phase } from '../plan/plan.ts';
import { unreachable } from '../failure.ts';
import type { EarlierRecord } from '../result/entry.ts';
import type { EarlierPhase } from './earlier.ts';
import type { PlanAtCommit } from './entry.ts';
import { handOffs } from './handed-over.ts';
import { phaseAt } from './plan-at.ts';

/** What is kept of the phases before one: how far each is, and what has changed since it was proven. */
export async function earlierRecords(at: PlanAtCommit, earlier: readonly EarlierPhase[]): Promise<EarlierRecord[]> {
  const { standing } = await handOffs(at.git, at.commit, { id: at.id, path: at.plan.path });
  return await Promise.all(
    earlier.map(async (one) => await recordOf(at, one, standing.get(one.phase.id) ?? at.commit)),
  );
}

async function recordOf(
  at: PlanAtCommit,
  { phase, state, open }: EarlierPhase,
  handOff: string,
): Promise<EarlierRecord> {
  const { id, title } = phase;
  switch (state) {
    case 'handed-over':
      return { id, title, state, note: await sinceHandOff(at, phase, handOff) };
    case 'researched':
      return { id, title, state, note: 'its memos settle it' };
    case 'ticked':
    case 'claimed':
      return { id, title, state, note: 'the plan says so; nothing proves it' };
    case 'without-tasks':
      return { id, title, state, note: 'nothing in it says what there was to do' };
    case 'open':
      return { id, title, state: 'skipped', note: `its open tasks: ${open.map((task) => task.id).join(', ')}` };
    default:
      return unreachable(state);
  }
}

/** Its probes can tell whether what has changed matters. */
async function sinceHandOff({ git, commit, plan }: PlanAtCommit, phase: Phase, handOff: string): Promise<string> {
  const then = await phaseAt(git, handOff, plan.path, phase.id);
  const isReworded = !then.ok || criteriaTexts(then.value) !== criteriaTexts(phase);
  const changed = (await changedBetween(git, handOff, commit)).length;
  const since = changed === 0 ? 'nothing has changed since' : `${changed} files have changed since`;
  return `proven in ${handOff.slice(0, 10)}, ${since}${isReworded ? '; its exit criteria read otherwise now' : ''}`;
}

function criteriaTexts(phase: Phase): string {
  return JSON.stringify(criteriaOf(phase).map(({ text }) => text));
}

import type { Task } from '../../plan/plan.ts';
import type { Finding } from './finding.ts';
import type { LookedAt } from './look.ts';
import { prepareTicks, type WrongTicks } from './ticks.ts';

/**
 * Tasks whose commit is in the history of HEAD, and that the plan there has open: the next run would do them again. Who has
 * ticked one since and opened it again, or reverted the commit, wants just that, and is no finding.
 */
export function mergedWithoutTick(phase: LookedAt, wrong: WrongTicks): Finding[] {
  if (wrong.unticked.length === 0) return [];
  return [
    {
      kind: 'merged-without-tick',
      of: { plan: phase.plan, phase: phase.slug },
      name: `${phase.bound?.phase.plan.path}, ${namesOf(wrong.unticked)}`,
      says: 'The history of HEAD has their commits, and the plan there has them open.',
      repair: {
        does: 'makes a commit that ticks them, beside your branch; your checkout is not touched',
        carryOut: async (host, repository) => await prepareTicks(host, repository, phase, wrong),
      },
    },
  ];
}

export function namesOf(tasks: readonly Task[]): string {
  return `task${tasks.length === 1 ? '' : 's'} ${tasks.map(({ id }) => id).join(', ')}`;
}

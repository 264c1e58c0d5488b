import type { Finding } from './finding.ts';
import type { LookedAt } from './look.ts';
import { namesOf } from './merged-without-tick.ts';
import { prepareTicks, type WrongTicks } from './ticks.ts';

/**
 * Tasks that were open when we bound them, and that the plan at HEAD has ticked, without a commit that does them: whatever
 * depends on them would be built on nothing. Where their work is there all the same, as after a squash, nothing is wrong, and
 * where some of it is a person decides. What was ticked before we came is told by the run itself.
 */
export function ticksWithoutCommit(phase: LookedAt, wrong: WrongTicks): Finding[] {
  const { unproven, inDoubt } = wrong;
  const path = phase.bound?.phase.plan.path;
  const about = { kind: 'tick-without-commit', of: { plan: phase.plan, phase: phase.slug } } as const;
  const taken: Finding = {
    ...about,
    name: `${path}, ${namesOf(unproven)}`,
    says: 'The plan at HEAD has them ticked, and no commit in its history does them.',
    repair: {
      does: 'makes a commit that opens them again, beside your branch; your checkout is not touched',
      carryOut: async (host, repository) => await prepareTicks(host, repository, phase, wrong),
    },
  };
  const doubtful: Finding = {
    ...about,
    name: `${path}, ${namesOf(inDoubt)}`,
    says: 'The plan at HEAD has them ticked, and no commit says that they were done, and something like what they did is there.',
    advice:
      'It may have been squashed into another commit. If it is all there, nothing has to be done; else open them again.',
  };
  return [...(unproven.length > 0 ? [taken] : []), ...(inDoubt.length > 0 ? [doubtful] : [])];
}

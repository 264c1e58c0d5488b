import { fail, ok, type Result } from '../failure.ts';
import { claimsDone, hasWork, withoutTasks, type HandedOver, type Undivided } from './choose-phase.ts';
import { phasesOfMilestone, type RoadmapFile } from './milestones/milestone-phases.ts';
import type { MilestonePhase, Phase, Plan } from './plan.ts';

/** A milestone that was asked for, and how far each phase is that it is made of. */
export interface MilestoneNeeds {
  readonly id: string;
  readonly phases: readonly {
    readonly id: string;
    readonly title: string;
    readonly verb: MilestonePhase['verb'];
    /** `researched`: its memos settle it. `ticked` is what the plan says; nothing proves it. */
    readonly state: 'handed-over' | 'researched' | 'ticked' | 'open' | 'without-tasks';
  }[];
}

/** The first phase of a milestone with work left, and what else the milestone needs. */
export function chooseMilestone(
  plan: Plan,
  id: string,
  about: {
    readonly handedOver: HandedOver;
    /** Those, and phases of research that are settled. */
    readonly settled: HandedOver;
    readonly undivided: Undivided;
    readonly roadmaps: readonly RoadmapFile[];
  },
): Result<{ phase: Phase; milestone: MilestoneNeeds }> {
  const serving = phasesOfMilestone(plan, id, about.roadmaps);
  if (!serving.ok) return serving;
  const phases = serving.value.map(({ phase, verb }) => ({ phase, verb, state: stateOf(phase, about) }));
  const next = phases.find(({ state }) => state === 'open' || state === 'without-tasks');
  if (!next) {
    const list = phases.map(({ phase, state }) => `${phase.id} (${state.replace('-', ' ')})`);
    return fail('nothing-to-do', `Milestone ${id} needs no more than its phases ${list.join(', ')}.`);
  }
  if (next.state === 'without-tasks' && !about.undivided.has(next.phase.id)) return withoutTasks(plan.path, next.phase);
  return ok({
    phase: next.phase,
    milestone: {
      id,
      phases: phases.map(({ phase, verb, state }) => ({ id: phase.id, title: phase.title, verb, state })),
    },
  });
}

function stateOf(
  phase: Phase,
  {
    handedOver,
    settled,
    undivided,
  }: Pick<Parameters<typeof chooseMilestone>[2], 'handedOver' | 'settled' | 'undivided'>,
): MilestoneNeeds['phases'][number]['state'] {
  if (handedOver.has(phase.id)) return 'handed-over';
  if (settled.has(phase.id)) return 'researched';
  if (phase.tasks.length === 0) return undivided.has(phase.id) && claimsDone(phase) ? 'ticked' : 'without-tasks';
  return hasWork(phase, handedOver) ? 'open' : 'ticked';
}

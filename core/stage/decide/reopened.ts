import { fail, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { tickAll } from '../../plan/edit/tick.ts';
import type { HandedOver } from '../../plan/choose-phase.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import type { HandOffs } from '../land/handed-over.ts';
import { phaseAt } from '../specs/plan-at.ts';

/** Phases that were handed over, and what the plan says of them now. */
export interface Reopened {
  /** Those that have not been opened again since. */
  readonly handedOver: HandedOver;
  /** Phase that has been → tasks that were done with it and are open in the plan, since it has no place to tick them. */
  readonly unclosed: ReadonlyMap<string, readonly string[]>;
}

/**
 * The hand-off ticks all tasks of its phase, so one that has a place for a tick and none in it has been added, or taken back. Where
 * a task has no such place, as in an export of beads, it has been added if it was not there at the hand-off.
 */
export async function reopened(
  git: Git,
  { plan, text }: { readonly plan: Plan; readonly text: string },
  standing: HandOffs['standing'],
): Promise<Reopened> {
  const handedOver = new Set(standing.keys());
  const unclosed = new Map<string, readonly string[]>();
  for (const phase of plan.phases) {
    const handOff = standing.get(phase.id);
    const open = phase.tasks.filter((task) => !task.ticked);
    if (handOff === undefined || open.length === 0) continue;
    const ticked = tickAll(text, plan, open, true);
    if (!ticked.ok) continue;
    const noPlace = new Set(ticked.value.noPlace);
    const then = noPlace.size > 0 ? await phaseAt(git, handOff, plan.path, phase.id) : undefined;
    const known = new Set(then?.ok ? then.value.tasks.map(({ id }) => id) : noPlace);
    const done = open.filter(({ id }) => noPlace.has(id) && known.has(id)).map(({ id }) => id);
    if (done.length === open.length) continue;
    handedOver.delete(phase.id);
    if (done.length > 0) unclosed.set(phase.id, done);
  }
  return { handedOver, unclosed };
}

/** Nobody can tell what is left to do of a phase whose done tasks are open in the plan. */
export function whyUnclosed(plan: Plan, phase: Phase, { unclosed }: Reopened): Result<never> | undefined {
  const done = unclosed.get(phase.id);
  if (!done) return undefined;
  const known = new Set(done);
  const added = phase.tasks.filter(({ id, ticked }) => !ticked && !known.has(id)).map(({ id }) => id);
  const how = plan.format === 'beads' ? `bd close ${done.join(' ')}, and export` : 'or take them out';
  return fail(
    'plan-changed',
    `Unexpected tasks ${added.join(', ')} in phase ${phase.id}, which was handed over without them, while ${done.join(', ')}, done then, are still open in ${plan.path}. Close those there first (${how}): else they would be done once more.`,
    { path: plan.path, line: phase.line, column: 1 },
  );
}

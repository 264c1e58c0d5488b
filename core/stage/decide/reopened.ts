import { tickAll } from '../../plan/edit/tick.ts';
import type { HandedOver } from '../../plan/choose-phase.ts';
import type { Plan } from '../../plan/plan.ts';

/**
 * The phases that are handed over and have not been opened again since: the hand-off ticks all tasks of its phase, so one
 * that has a place for a tick and none in it has been added, or taken back.
 */
export function reopened(plan: Plan, text: string, handedOver: HandedOver): HandedOver {
  const again = plan.phases.filter((phase) => {
    const open = phase.tasks.filter((task) => !task.ticked);
    if (!handedOver.has(phase.id) || open.length === 0) return false;
    const ticked = tickAll(text, plan, open, true);
    return ticked.ok && ticked.value.noPlace.length < open.length;
  });
  const ids = new Set(again.map(({ id }) => id));
  return new Set([...handedOver].filter((id) => !ids.has(id)));
}

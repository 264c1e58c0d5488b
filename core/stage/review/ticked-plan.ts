import type { Result } from '../../failure.ts';
import type { Edit } from '../../plan/edit/edit.ts';
import { tickAll } from '../../plan/edit/tick.ts';
import type { StageContext } from '../context.ts';
import { planAt } from '../specs/plan-at.ts';

/** The plan as it is at a commit, with the tasks of this phase ticked. */
export async function tickedPlan({ phase, repository }: StageContext, commit: string): Promise<Result<Edit>> {
  const found = await planAt(repository.git, commit, phase.plan.path);
  if (!found.ok) return found;
  const { plan, text } = found.value;
  const mine = new Set(phase.tasks.map((task) => task.id));
  const tasks = plan.phases.find((one) => one.id === phase.phase.id)?.tasks ?? [];
  return tickAll(
    text,
    plan,
    tasks.filter((task) => mine.has(task.id)),
    true,
  );
}

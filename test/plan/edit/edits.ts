import type { Result } from '../../../core/failure.ts';
import type { Edit } from '../../../core/plan/edit/edit.ts';
import type { Plan, Task } from '../../../core/plan/plan.ts';

/** An edit that has to go well. */
export function edit(result: Result<Edit>): Edit {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** The tasks of all phases. */
export function tasksOf(plan: Plan): Task[] {
  return plan.phases.flatMap((phase) => phase.tasks);
}

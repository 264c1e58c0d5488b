import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Phase, Task } from './plan.ts';

/** What a format's reader hands over, before the checks that need the whole plan. */
export interface PlanDraft {
  readonly phases: readonly PhaseDraft[];
  readonly problems: readonly Diagnostic[];
}

export interface PhaseDraft extends Omit<Phase, 'tasks'> {
  readonly tasks: readonly TaskDraft[];
}

/** A task as its author wrote it: no slug yet, and dependencies that nobody has checked. */
export interface TaskDraft extends Omit<Task, 'slug' | 'dependsOn'> {
  readonly column: number;
  /** null where the plan does not say: the task then waits for the one before it. */
  readonly dependsOn: WrittenDependencies | null;
}

export interface WrittenDependencies {
  readonly ids: readonly string[];
  readonly line: number;
  readonly column: number;
}

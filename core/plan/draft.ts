import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Finding } from './findings/finding.ts';
import type { Criterion, Milestone, Phase, PlannedCommit, Ranges, StatusClaim, Task, Unparsed } from './plan.ts';

/** What a format's reader hands over, before the checks that need the whole plan. What it leaves out is not there. */
export interface PlanDraft {
  readonly phases: readonly PhaseDraft[];
  readonly problems: readonly Diagnostic[];
  readonly milestones?: readonly Milestone[];
  readonly findings?: readonly Finding[];
  readonly unparsed?: readonly Unparsed[];
}

export interface PhaseDraft {
  readonly id: string;
  /** What the phase is called where its heading has no words for it. */
  readonly title: string;
  /** Absent where `id` and `title` stand in the file as they are. */
  readonly written?: Phase['written'];
  readonly line: number;
  readonly tasks: readonly TaskDraft[];
  readonly criteria: readonly Criterion[];
  readonly claims?: readonly StatusClaim[];
  readonly after?: Phase['after'];
  readonly ranges?: Ranges<'label' | 'title'>;
}

type Always = 'id' | 'title' | 'line' | 'text' | 'ticked' | 'spec' | 'files';
type MayLack = 'effort' | 'status' | 'branch' | 'criteria' | 'ranges' | 'wave' | 'isOptional' | 'isUnplanned';

/** A task as its author wrote it: no slug yet, and dependencies that nobody has checked. */
export interface TaskDraft extends Pick<Task, Always>, Partial<Pick<Task, MayLack>> {
  readonly column: number;
  /** null where the plan does not say: the task then waits for the wave before its own, or for the task before it. */
  readonly dependsOn: WrittenDependencies | null;
  readonly commit?: Partial<PlannedCommit>;
  readonly doubts?: readonly Doubt[];
}

/** What in a task could be read in more than one way: a warning that lacks only the path of its file. */
export interface Doubt {
  readonly rule: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface WrittenDependencies {
  /** Beside what follows from the order or the waves of the tasks; absent: in place of that. */
  readonly adds?: true;
  /** What only parts of the task wait for: it is left out where it closes a circle. */
  readonly also?: readonly string[];
  /** In Markdown there may be ranges among them, as `1.1–1.4`, until the whole plan is read. */
  readonly ids: readonly string[];
  readonly line: number;
  readonly column: number;
}

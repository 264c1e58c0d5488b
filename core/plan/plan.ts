import type { Diagnostic } from '../lint/diagnostic.ts';

/** The file that lists phases, as far as it can be read for certain. Paths are relative to the repository root. */
export interface Plan {
  readonly path: string;
  readonly format: PlanFormat;
  readonly phases: readonly Phase[];
  /** What keeps the plan from being carried out: duplicate ids, cycles, rows that cannot be read, and so on. */
  readonly problems: readonly Diagnostic[];
}

export type PlanFormat = 'impl' | 'toml' | 'checklist';

/** The unit of completion. Ids are text: `1`, `2.6`, `4A`, `P0`. */
export interface Phase {
  readonly id: string;
  readonly title: string;
  /** 1-based line of the heading; 1 where the phase is implicit. */
  readonly line: number;
  readonly tasks: readonly Task[];
  readonly criteria: readonly CriterionText[];
}

/** A row, checkbox or `[[commits]]` entry of a phase. */
export interface Task {
  /** As written: `1.10`, `4A.1`, `T001`; made from the title where none is written. Never a number. */
  readonly id: string;
  /** `id` made safe for a target name, a ref and a path; unique within the phase, also without regard to case. */
  readonly slug: string;
  readonly title: string;
  /** 1-based line of the row or item. */
  readonly line: number;
  /** The task's own lines, byte for byte: what its agent is told beside the cited specs. */
  readonly text: string;
  /** Ticked by whoever wrote the plan. A tick proves nothing. */
  readonly ticked: boolean;
  /** Ids of tasks of the same phase that must be done before. */
  readonly dependsOn: readonly string[];
  /** The `Spec` cell (or the checklist itself, or `feature_dir`), as written; empty where there is none. */
  readonly spec: string;
  /** Paths or globs the task says it will touch; empty means that it does not say. */
  readonly files: readonly string[];
}

/** One exit criterion as its author wrote it. */
export interface CriterionText {
  readonly text: string;
  readonly line: number;
}

import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Range } from '../markdown/range.ts';
import type { Finding } from './findings/finding.ts';

/** The file that lists phases, as far as it can be read for certain. Paths are relative to the repository root. */
export interface Plan {
  readonly path: string;
  readonly format: PlanFormat;
  /** What in the file made it this format, for people: `a heading "Phase 1" (line 3) with a task table`. */
  readonly because: string;
  readonly phases: readonly Phase[];
  /** In the order in which they are first named. */
  readonly milestones: readonly Milestone[];
  /** The entries of a backlog; empty in all other formats. */
  readonly findings: readonly Finding[];
  /** What looks like a part of the plan but cannot be read for certain. It is never guessed at. */
  readonly unparsed: readonly Unparsed[];
  /** What keeps the plan from being carried out: duplicate ids, cycles, rows that cannot be read, and so on. */
  readonly problems: readonly Diagnostic[];
}

export const planFormats = [
  'toml',
  'taskmaster',
  'beads',
  'bmad',
  'kiro',
  'openspec',
  'speckit',
  'gsd',
  'gsd-plan',
  'superpowers',
  'speckitty',
  'backlog',
  'roadmap',
  'impl',
  'checklist',
  'freeform',
] as const;
export type PlanFormat = (typeof planFormats)[number];

const notMarkdown: ReadonlySet<PlanFormat> = new Set(['toml', 'taskmaster', 'beads', 'bmad']);

/** Whether a plan is Markdown: the lines of others may look like anything. */
export function isMarkdown({ format }: Pick<Plan, 'format'>): boolean {
  return !notMarkdown.has(format);
}

/** The unit of completion. Ids are text: `1`, `2.6`, `4A`, `P0`. */
export interface Phase {
  readonly id: string;
  /** What people call it; where the file has no words for it, the name of what it is about. */
  readonly title: string;
  /** Label and title as they stand in the file; both are empty where the phase is implicit. */
  readonly written: { readonly label: string; readonly title: string };
  /** 1-based line of the heading; 1 where the phase is implicit. */
  readonly line: number;
  readonly tasks: readonly Task[];
  readonly criteria: readonly Criterion[];
  /** What the text says about the state of the whole phase. A claim proves nothing. */
  readonly claims: readonly StatusClaim[];
  /** Ids of the phases that it waits for, where the format has no order of phases; absent: all before it. */
  readonly after?: readonly string[];
  readonly ranges: Ranges<'label' | 'title'>;
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
  /** Where `dependsOn` comes from: it is written, or follows from the order of the tasks or of their waves. */
  readonly dependsBy: 'writing' | 'order' | 'wave';
  /** The wave that it is written to belong to; absent where the plan names none. */
  readonly wave?: string;
  /** Its author leaves it to whoever wants it done; absent where nothing says so. */
  readonly isOptional?: true;
  /** It stands for tasks that nobody has written yet; it is optional then. Absent where it is a task. */
  readonly isUnplanned?: true;
  /** The `Spec` cell (or the checklist itself, or `feature_dir`), as written; empty where there is none. */
  readonly spec: string;
  /** Paths or globs the task says it will touch; empty means that it does not say. */
  readonly files: readonly string[];
  /** Those of them, paths or globs, that it says it will delete; absent where it says so of none. */
  readonly deletes?: readonly string[];
  /** As written, such as `0.5–1d`; empty where there is none. Nothing is scheduled by it. */
  readonly effort: string;
  /** The text of a status cell or a `status:` line, as written; empty where there is none. */
  readonly status: string;
  /** The branch of a `branch:` line; empty where there is none. */
  readonly branch: string;
  /** How to tell that this one task is done: `acceptance`, or a `Done when` cell. */
  readonly criteria: readonly Criterion[];
  /** What only an `implementation-plan.toml` says; empty elsewhere. */
  readonly commit: PlannedCommit;
  /** Where the fields stand that the file has words for. */
  readonly ranges: Ranges<TaskField>;
}

export type TaskField =
  | 'id'
  | 'title'
  | 'box'
  | 'spec'
  | 'dependsOn'
  | 'files'
  | 'effort'
  | 'status'
  | 'branch'
  | 'message'
  | 'tests';

/** Fields of a `[[commits]]` entry beside those that every task has. */
export interface PlannedCommit {
  readonly message: string;
  readonly tests: readonly string[];
  readonly antiPatterns: readonly string[];
  readonly requirements: readonly string[];
  readonly constraints: readonly string[];
}

export type Ranges<Field extends string> = Readonly<Partial<Record<Field, Range>>>;

/** One exit criterion as its author wrote it: one statement that is true or not. */
export interface CriterionText {
  readonly text: string;
  readonly line: number;
}

export interface Criterion extends CriterionText {
  readonly kind: CriterionKind;
  readonly range: Range;
}

/**
 * What a criterion speaks of: a command, a test by name, a number with its unit, a file, criteria that stand elsewhere
 * (`M0 roadmap criteria pass`), a quality somebody has to judge, or a named person's word.
 */
export const criterionKinds = ['command', 'test', 'number', 'file', 'pointer', 'judgement', 'person'] as const;
export type CriterionKind = (typeof criterionKinds)[number];

/** `Status: complete.`, `> **Status: SHIPPED but exit criterion NOT met**`, `✅ CLOSED` in a heading. */
export interface StatusClaim {
  readonly text: string;
  readonly line: number;
  /** `mixed` where the words say both, as in "shipped but not met". */
  readonly says: 'done' | 'open' | 'mixed';
}

/** A milestone of a roadmap, and what phases do for it; the set may be empty. */
export interface Milestone {
  /** `M0`, `M-1`, `M-future`. */
  readonly id: string;
  readonly phases: readonly MilestonePhase[];
}

export interface MilestonePhase {
  readonly phase: string;
  readonly verb: 'starts' | 'advances' | 'closes';
  /** Where the plan says so. */
  readonly line: number;
}

export interface Unparsed {
  /** 1-based; `endLine` is the last line of the block. */
  readonly line: number;
  readonly endLine: number;
  readonly reason: string;
}

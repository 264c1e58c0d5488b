import type { Severity } from '../review/finding.ts';

/** The steps inside a task, as data. The same `transition` walks all workflows. */
export interface Workflow {
  readonly name: 'iterative' | 'phase-review';
  readonly steps: readonly Step[];
  readonly scope: { readonly retries: number };
}

/** One agent role with its gate and its reviewer. */
export interface Step {
  readonly role: 'implementer';
  /** `work`: the agent acts first. `gate`: there is work already, and it is judged first. */
  readonly begin: 'work' | 'gate';
  readonly gate: { readonly expect: 'pass'; readonly retries: number };
  readonly review: {
    readonly by: 'reviewer';
    readonly maxRounds: number;
    /** Findings at least as bad are fixed now; the others go to the backlog. */
    readonly fixUpTo: Severity;
  };
}

/** How often work outside the task's scope is handed back before a person is asked. */
const scope = { retries: 2 };

interface Limits {
  readonly gateRetries: number;
  readonly maxReviewRounds: number;
}

/** implement → gates → review, until approved. */
export function iterative(limits: Limits): Workflow {
  return workflow('iterative', { begin: 'work', fixUpTo: 'P2' }, limits);
}

/** The review of a whole phase: gates → review → fix, until approved. */
export function phaseReview(limits: Limits): Workflow {
  return workflow('phase-review', { begin: 'gate', fixUpTo: 'P1' }, limits);
}

function workflow(name: Workflow['name'], own: { begin: Step['begin']; fixUpTo: Severity }, limits: Limits): Workflow {
  const gate = { expect: 'pass', retries: limits.gateRetries } as const;
  const review = { by: 'reviewer', maxRounds: limits.maxReviewRounds, fixUpTo: own.fixUpTo } as const;
  return { name, steps: [{ role: 'implementer', begin: own.begin, gate, review }], scope };
}

import type { Role } from '../agent/role.ts';
import type { Severity } from '../review/finding.ts';

/** The steps inside a task, as data. The same `transition` walks all workflows. */
export interface Workflow {
  readonly name: 'iterative' | 'phase-review' | 'polish';
  readonly steps: readonly Step[];
  readonly scope: { readonly retries: number };
}

/** One agent role with its gate and its reviewer. */
export interface Step {
  readonly role: Extract<Role, 'implementer' | 'polisher'>;
  /** `work`: the agent acts first. `gate`: there is work already, and it is judged first. */
  readonly begin: 'work' | 'gate';
  readonly gate: { readonly expect: 'pass'; readonly retries: number };
  readonly review: {
    readonly by: Extract<Role, 'reviewer' | 'reader'>;
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
  return workflow('iterative', { role: 'implementer', begin: 'work', by: 'reviewer', fixUpTo: 'P2' }, limits);
}

/** The review of a whole phase: gates → review → fix, until approved. */
export function phaseReview(limits: Limits): Workflow {
  return workflow('phase-review', { role: 'implementer', begin: 'gate', by: 'reviewer', fixUpTo: 'P1' }, limits);
}

/** The polish of a phase's specs: lint → a fresh reader → edits, until both are content. */
export function polishing(limits: Limits): Workflow {
  return workflow('polish', { role: 'polisher', begin: 'gate', by: 'reader', fixUpTo: 'P1' }, limits);
}

/** The step of that index, from 0. */
export function stepOf({ name, steps }: Workflow, index: number): Step {
  const step = steps[index];
  if (!step) throw new Error(`Internal error: workflow ${name} has no step ${index}`);
  return step;
}

type Own = Pick<Step, 'role' | 'begin'> & Pick<Step['review'], 'by' | 'fixUpTo'>;

function workflow(name: Workflow['name'], { role, begin, by, fixUpTo }: Own, limits: Limits): Workflow {
  const gate = { expect: 'pass', retries: limits.gateRetries } as const;
  return { name, steps: [{ role, begin, gate, review: { by, maxRounds: limits.maxReviewRounds, fixUpTo } }], scope };
}

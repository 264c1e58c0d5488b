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
    /** `each`: a turn and a commit for every finding that is not trivial, the rest together. `together`: one for all. */
    readonly fixes: 'each' | 'together';
    /** Turns that one review can order: what has none of its own is in the last. */
    readonly maxTurns: number;
  };
}

/** Each finding alone is easy to judge and to undo; many more than these cost more than that is worth. */
const maxTurns = 10;

/** How often work outside the task's scope is handed back before a person is asked. */
const scope = { retries: 2 };

interface Limits {
  readonly gateRetries: number;
  readonly maxReviewRounds: number;
}

const implementing = { role: 'implementer', by: 'reviewer' } as const;

/** implement → gates → review, until approved. */
export function iterative(limits: Limits): Workflow {
  return workflow('iterative', { ...implementing, begin: 'work', fixUpTo: 'P2', fixes: 'together' }, limits);
}

/** The review of a whole phase: gates → review → fix, until approved. */
export function phaseReview(limits: Limits): Workflow {
  return workflow('phase-review', { ...implementing, begin: 'gate', fixUpTo: 'P1', fixes: 'each' }, limits);
}

/** The polish of a phase's specs: lint → a fresh reader → edits, until both are content. */
export function polishing(limits: Limits): Workflow {
  const own = { role: 'polisher', begin: 'gate', by: 'reader', fixUpTo: 'P1', fixes: 'together' } as const;
  return workflow('polish', own, limits);
}

/** The workflow as it was when fixes came all together: a loop that was begun so goes on so. */
export function fixingTogether(one: Workflow): Workflow {
  return { ...one, steps: one.steps.map((step) => ({ ...step, review: { ...step.review, fixes: 'together' } })) };
}

/** The step of that index, from 0. */
export function stepOf({ name, steps }: Workflow, index: number): Step {
  const step = steps[index];
  if (!step) throw new Error(`Internal error: workflow ${name} has no step ${index}`);
  return step;
}

type Own = Pick<Step, 'role' | 'begin'> & Omit<Step['review'], 'maxRounds' | 'maxTurns'>;

function workflow(name: Workflow['name'], { role, begin, ...how }: Own, limits: Limits): Workflow {
  const gate = { expect: 'pass', retries: limits.gateRetries } as const;
  return {
    name,
    steps: [{ role, begin, gate, review: { ...how, maxRounds: limits.maxReviewRounds, maxTurns } }],
    scope,
  };
}

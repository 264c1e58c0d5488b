import type { Role } from '../agent/role.ts';
import type { Severity } from '../review/finding.ts';

/** The steps inside a task, as data. The same `transition` walks all workflows. */
export interface Workflow {
  readonly name: 'iterative' | 'merge' | 'phase-review' | 'polish' | 'tdd';
  readonly steps: readonly Step[];
  readonly scope: { readonly retries: number };
  /** Whether the project's own formatters and fixers run after the last step; what they change is judged again. */
  readonly format: boolean;
}

/** One agent role with its gate and its reviewer. */
export interface Step {
  readonly role: Extract<Role, 'implementer' | 'polisher' | 'designer' | 'tester'>;
  /** `work`: the agent acts first. `gate`: there is work already, and it is judged first. */
  readonly begin: 'work' | 'gate';
  /** Its first turn may change nothing: there may be no interface to lay out, or nothing left to write. */
  readonly mayRest: boolean;
  /** How often a writer that ends with a problem is told to look again before a person is asked. */
  readonly secondLooks: number;
  /** Whether the project's formatters run after it: what it writes is not for a later step to change. */
  readonly formats: boolean;
  readonly gate: { readonly expect: Expectation; readonly retries: number };
  readonly review: {
    readonly by: Extract<Role, 'reviewer' | 'reader' | 'styleReviewer'>;
    readonly maxRounds: number;
    /** Findings at least as bad are fixed now; the others go to the backlog. */
    readonly fixUpTo: Severity;
    /** `each`: a turn and a commit for every finding that is not trivial, the rest together. `together`: one for all. */
    readonly fixes: 'each' | 'together';
    /** Turns that one review can order: what has none of its own is in the last. */
    readonly maxTurns: number;
    /** Who decides when the rounds are used up. */
    readonly afterwards: 'ask' | 'arbiter';
  };
}

/**
 * What the gates have to show. `pass`: all of them pass. `compile`: those pass that need no test. `red`: those pass, and
 * exactly the named tests fail.
 */
export type Expectation = 'pass' | 'compile' | 'red';

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

/** The conflicts of a merge: one turn, all gates, one review. What is not right after that is for a person. */
export function merging(): Workflow {
  const own = { ...implementing, begin: 'work', fixUpTo: 'P2', fixes: 'together' } as const;
  return { ...workflow('merge', own, { gateRetries: 0, maxReviewRounds: 1 }), scope: { retries: 0 } };
}

/**
 * Test first: designer, tester, implementer, each judged by its own gate and by the written guides of style. A task that
 * names no tests has no step that writes them.
 */
export function tdd(
  limits: Pick<Limits, 'gateRetries'> & { readonly maxStyleRounds: number },
  hasTests: boolean,
): Workflow {
  const step = (role: Step['role'], expect: Expectation): Step => ({
    role,
    begin: 'work',
    mayRest: role === 'designer',
    secondLooks: 1,
    formats: false,
    gate: { expect, retries: limits.gateRetries },
    review: {
      by: 'styleReviewer',
      maxRounds: limits.maxStyleRounds,
      fixUpTo: 'P2',
      fixes: 'together',
      maxTurns,
      afterwards: 'arbiter',
    },
  });
  const steps = [step('designer', 'compile'), step('tester', 'red'), step('implementer', 'pass')];
  const whole: Workflow = { name: 'tdd', steps, scope: { retries: 1 }, format: true };
  return hasTests ? whole : withoutTests(whole);
}

/** The workflow for a task that names no tests: the designer may have done all of it. */
export function withoutTests(one: Workflow): Workflow {
  const steps = one.steps.filter(({ role }) => role !== 'tester');
  return { ...one, steps: steps.map((step) => ({ ...step, mayRest: true })) };
}

/** The workflow with formatters that run after the tester as well: nobody who comes later may change its tests. */
export function formattingTests(one: Workflow): Workflow {
  return { ...one, steps: one.steps.map((step) => ({ ...step, formats: step.role === 'tester' })) };
}

/** The workflow as it was when formatters ran at the end alone: a loop that was begun so goes on so. */
export function formattingLast(one: Workflow): Workflow {
  return { ...one, steps: one.steps.map((step) => ({ ...step, formats: false })) };
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

type Own = Pick<Step, 'role' | 'begin'> & Omit<Step['review'], 'maxRounds' | 'maxTurns' | 'afterwards'>;

function workflow(name: Workflow['name'], { role, begin, ...how }: Own, limits: Limits): Workflow {
  const gate = { expect: 'pass', retries: limits.gateRetries } as const;
  return {
    name,
    steps: [
      {
        role,
        begin,
        mayRest: false,
        secondLooks: 0,
        formats: false,
        gate,
        review: { ...how, maxRounds: limits.maxReviewRounds, maxTurns, afterwards: 'ask' },
      },
    ],
    scope,
    format: false,
  };
}

import type { State } from './state.ts';
import type { Workflow } from './workflow.ts';

/** How often each step may try before somebody is asked, by its role. */
export type StepLimits = Readonly<Record<string, { readonly retries: number; readonly rounds: number }>>;

export function limitsOf({ steps }: Workflow): StepLimits {
  return Object.fromEntries(
    steps.map(({ role, gate, review }) => [role, { retries: gate.retries, rounds: review.maxRounds }]),
  );
}

/** The workflow within these limits; steps that they do not name keep their own. */
export function within(workflow: Workflow, limits: StepLimits): Workflow {
  const steps = workflow.steps.map((step) => {
    const own = limits[step.role];
    if (!own) return step;
    const { gate, review } = step;
    return { ...step, gate: { ...gate, retries: own.retries }, review: { ...review, maxRounds: own.rounds } };
  });
  return { ...workflow, steps };
}

/** The state of a loop whose workflow has got other limits: the rounds that it may still have are more, or fewer. */
export function relimited(state: State, before: Workflow, after: Workflow): State {
  const { step, roundLimit } = state.progress;
  const more = roundsOf(after, step) - roundsOf(before, step);
  return { ...state, progress: { ...state.progress, roundLimit: roundLimit + more } };
}

function roundsOf({ steps }: Workflow, step: number): number {
  return steps[step]?.review.maxRounds ?? 0;
}

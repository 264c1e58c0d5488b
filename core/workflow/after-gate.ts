import type { Verdict } from '../result/records.ts';
import { ask } from './ask.ts';
import { approve, run, work, workCommand } from './next.ts';
import { reviewCommand } from './review-command.ts';
import type { Because, Progress, State } from './state.ts';
import { stepOf, type Step, type Workflow } from './workflow.ts';

/** What the gates have shown is reviewed, if it was not before. */
export function gated(workflow: Workflow, stage: string, progress: Progress): State {
  const { verdict } = progress;
  const step = stepOf(workflow, progress.step);
  if (verdict && isShown(step, verdict))
    return isReviewed(progress) ? approve(workflow, progress) : run(progress, reviewCommand(progress));
  const next = { ...progress, attempt: progress.attempt + 1 };
  const because: Because = { why: 'gates-red', verdict: verdict! };
  if (progress.attempt - progress.fixTurns > step.gate.retries)
    return ask.gateLimit(stage, next, verdict!, workCommand(next, because));
  return work(next, because);
}

/** What the formatters have left was reviewed before they came; and what a step before has left, by its own reviewer. */
function isReviewed({ commit, formatted, passed }: Progress): boolean {
  return formatted === commit || passed.some((step) => step.commit === commit);
}

/** Whether the gates show what the step has to show. */
export function isShown({ gate: { expect } }: Step, { green, red }: Verdict): boolean {
  return expect === 'red' ? red?.isRight === true : green;
}

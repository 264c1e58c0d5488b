import { ask } from './ask.ts';
import { approve, nextRound, run, work, workCommand } from './next.ts';
import type { Because, Event, Progress, State } from './state.ts';
import { stepOf, type Workflow } from './workflow.ts';

/** What the formatters have changed goes to the gates once more; what they could not do is for the agent. */
export function formatted(
  workflow: Workflow,
  stage: string,
  before: Progress,
  { commit, failures }: Extract<Event, { type: 'formatted' }>,
): State {
  if (failures.length === 0) {
    const progress = { ...before, commit, formatted: commit, formatTries: 0 };
    return commit === before.commit ? approve(workflow, progress) : run(progress, { do: 'gate', commit });
  }
  const progress = { ...nextRound(before), formatTries: before.formatTries + 1 };
  const because: Because = { why: 'format-failed', failures };
  return progress.formatTries > stepOf(workflow, progress.step).gate.retries
    ? ask.formatLimit(stage, progress, failures, workCommand(progress, because))
    : work(progress, because);
}

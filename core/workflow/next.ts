import { findingId, type Finding } from '../review/finding.ts';
import type { Because, Command, Progress, State } from './state.ts';
import { stepOf, type Workflow } from './workflow.ts';

/*
 * What is done next: the states in which a loop goes on by itself.
 */

export function run(progress: Progress, command: Command): State {
  return { at: 'running', progress, command };
}

export function work(progress: Progress, because: Because): State {
  return run(progress, workCommand(progress, because));
}

export function workCommand(progress: Progress, because: Because): Command {
  return { do: 'work', because, round: progress.round, attempt: progress.attempt, from: progress.commit };
}

export function becauseOf({ decided }: Progress, findings: readonly Finding[]): Because {
  const about = decided.filter((one) => findings.some((finding) => findingId(finding) === one.finding));
  return { why: 'findings', findings, ...(about.length > 0 && { decided: about }) };
}

export function nextRound(progress: Progress): Progress {
  return { ...progress, round: progress.round + 1, attempt: 1, fixTurns: 0, scopeTries: 0, queue: [] };
}

export function approve(workflow: Workflow, progress: Progress): State {
  const step = progress.step + 1;
  if (step >= workflow.steps.length) return { at: 'approved', progress };
  const { maxRounds } = stepOf(workflow, step).review;
  return work(
    { ...progress, step, round: 1, attempt: 1, fixTurns: 0, scopeTries: 0, roundLimit: maxRounds },
    { why: 'first' },
  );
}

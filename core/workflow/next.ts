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

/**
 * The step is done with: the next one begins, with rounds of its own that are counted on. After the last, and after one whose
 * work stays as it is, the project's formatters have their turn.
 */
export function approve(workflow: Workflow, before: Progress): State {
  const { commit, from } = before;
  const { role, formats } = stepOf(workflow, before.step);
  const step = before.step + 1;
  const isLast = step >= workflow.steps.length;
  if ((isLast ? workflow.format : formats) && before.formatted !== commit) return run(before, { do: 'format', commit });
  if (isLast) return { at: 'approved', progress: before };
  const passed = [...before.passed, { role, from, commit, reporting: reportingIn(before) }];
  const round = before.round + 1;
  const roundLimit = before.round + stepOf(workflow, step).review.maxRounds;
  const counted = { round, firstRound: round, roundLimit, attempt: 1, fixTurns: 0, scopeTries: 0, secondLooks: 0 };
  // What was proven of the step before says nothing about this one.
  return work({ ...before, ...counted, step, passed, from: commit, verdict: null, queue: [] }, { why: 'first' });
}

function reportingIn({ verdict }: Progress): string[] {
  const telling = verdict?.gates.filter(({ tests }) => tests?.names !== undefined) ?? [];
  return telling.map(({ project, target }) => `${project}:${target}`);
}

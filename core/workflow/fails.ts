import type { Failure, FailureReason } from '../failure.ts';
import { ask } from './ask.ts';
import type { Command, Event, Progress, State } from './state.ts';
import { spent } from './spent.ts';

export function stop(
  stage: string,
  state: Extract<State, { at: 'running' }>,
  event: Extract<Event, { type: 'failed' }>,
): State {
  const { failure, agentCalls, usage = {}, turns, session, interrupted } = event;
  const progress = spent(state.progress, { usage, turns: turns ?? [], session }, agentCalls, { failure, interrupted });
  return fails(stage, progress, failure, state.command);
}

/** The loop stops, to try again in the next run; a person is asked once an agent has failed too often by itself. */
export function fails(stage: string, before: Progress, failure: Failure, command: Command): State {
  const progress = ownFailures.has(failure.reason) ? { ...before, failures: before.failures + 1 } : before;
  if (progress.failures >= mostFailures) return ask.agentFails(stage, progress, failure, command);
  return { at: 'stopped', progress, failure, command };
}

/** How often in a row an agent may fail by itself before a person is asked; each run tries once. */
const mostFailures = 3;

/** Failures of an agent that come of what it was to do, or of the agent: another try may end the same way. */
const ownFailures: ReadonlySet<FailureReason> = new Set(['agent-failed', 'agent-limit', 'bad-output', 'no-change']);

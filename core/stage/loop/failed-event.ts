import type { Spent } from '../../agent/call.ts';
import { fail, type Failure } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import type { Called, Event } from '../../workflow/state.ts';
import type { StageContext } from '../context.ts';

/** What could not be done, as the loop hears it. */
export type FailedEvent = Extract<Event, { type: 'failed' }>;

export function failed(failure: Failure, spent?: Spent): FailedEvent {
  return { type: 'failed', failure, agentCalls: spent?.turns.length ?? 0, ...(spent && spentBy(spent)) };
}

/** An agent that was ended from outside has not failed if we are being ended as well. */
export async function agentFailed(context: StageContext, failure: Failure, spent: Spent): Promise<FailedEvent> {
  const isStop = failure.reason === 'agent-failed' && (await context.host.stopsWithin(signalOrder));
  return failed(isStop ? fail('stopped', 'The run was stopped while the agent worked.').failure : failure, spent);
}

/** What a call has cost, also one that failed. */
export function spentBy({ usage, turns, session }: Spent): Called {
  return { usage, turns, ...(session && { session }) };
}

/**
 * Milliseconds between the first and the last process of a run being told to stop. Nx ends a tree of processes one by
 * one, so a gate or an agent that was ended may be seen before the signal that was meant for us.
 */
export const signalOrder = 1000;

/** Whether a worktree is there to work in. */
export function isGit(value: Git | Failure): value is Git {
  return 'folder' in value;
}

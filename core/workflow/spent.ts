import type { Session } from '../agent/driver.ts';
import { accessOf } from '../agent/role.ts';
import { breaksOff } from '../agent/trouble.ts';
import { addUsage } from '../agent/usage.ts';
import type { Failure } from '../failure.ts';
import type { Called, Progress } from './state.ts';

export function called(progress: Progress, event: Called): Progress {
  return spent(progress, event, event.turns?.length ?? 1);
}

export function spent(
  progress: Progress,
  { usage, turns = [], session }: Called,
  agentCalls: number,
  broken?: { readonly failure: Failure; readonly interrupted?: Progress['interrupted'] | undefined },
): Progress {
  const role = turns.at(-1)?.role;
  const { models } = progress;
  const conversation =
    role && accessOf(role) === 'write'
      ? { sessions: { ...progress.sessions, [role]: sessionAfter(progress.sessions[role], session, broken) } }
      : {};
  return {
    ...progress,
    ...conversation,
    agentCalls: progress.agentCalls + agentCalls,
    usage: addUsage(progress.usage, usage),
    turns: [...progress.turns, ...turns],
    interrupted: role === undefined ? progress.interrupted : (broken?.interrupted ?? null),
    models: role && session?.model && !models[role] ? { ...models, [role]: session.model } : models,
  };
}

/**
 * The conversation that a writer goes on with. What a call that failed had changed is put back, so it is none; but one that
 * broke off can be taken up, and one that was not reached is where it was.
 */
function sessionAfter(
  before: Session | undefined,
  session: Session | undefined,
  broken: { readonly failure: Failure; readonly interrupted?: Progress['interrupted'] | undefined } | undefined,
): Session | undefined {
  if (!broken || broken.interrupted) return session;
  return breaksOff.has(broken.failure.reason) ? before : undefined;
}

import { fail, ok, type Result } from '../failure.ts';
import type { Desk } from './desk.ts';
import { isUnaccepted } from './fold.ts';
import { changedSince } from './look.ts';
import { escalationOf } from './view.ts';

export interface ResumeRequest {
  /** An option of the question; without it the work goes on, with the limits counted anew. */
  readonly choice?: string | undefined;
  /** Words for the agent. */
  readonly text: string;
  readonly acceptCommands: boolean;
}

/**
 * Goes on where the journal says that it stopped. What was mended outside meanwhile is taken, and judged like all else.
 * Without an escalation it does nothing.
 */
export async function resume(desk: Desk, request: ResumeRequest): Promise<Result<object>> {
  const { host, store } = desk;
  if (request.acceptCommands) await store.happened({ fact: 'commands-accepted' });
  const escalation = escalationOf(store.standing);
  if (!escalation) return ok({});
  const { trouble, badAnswers } = store.standing;
  if (trouble || badAnswers > 0) await store.happened({ fact: 'resumed' });
  const { loop } = store.standing;
  if (loop.at === 'stopped') await store.happened({ fact: 'loop', event: { type: 'resumed' } });
  if (loop.at === 'asking') {
    const { question } = loop;
    const names = Object.keys(escalation.options ?? {});
    const choice = request.choice ?? ['guide', 'retry'].find((name) => names.includes(name)) ?? question.default;
    if (!names.includes(choice))
      return fail('bad-option', `Unexpected choice "${choice}", expected one of ${names.join(', ')}.`);
    const at = new Date(host.clock.wall()).toISOString();
    const answer = { question: question.id, choice, text: request.text, by: 'orchestrator', at };
    await store.happened({ fact: 'loop', event: { type: 'answered', answer } });
  }
  if (trouble && !isUnaccepted(store.standing)) await takeAgain(desk);
  return ok({});
}

/** What lies in the checkout now, where no agent is at work anyway. */
async function takeAgain(desk: Desk): Promise<void> {
  const { loop, baseline } = desk.store.standing;
  const isWriting = loop.at === 'running' && ['work', 'commit'].includes(loop.command.do);
  if (!baseline || isWriting || !['running', 'approved'].includes(loop.at)) return;
  const changed = await changedSince(desk, loop.progress.commit);
  if (changed.ok && changed.value.length > 0) await desk.store.happened({ fact: 'retaken' });
}

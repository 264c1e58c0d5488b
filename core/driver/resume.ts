import { fail, ok, type Result } from '../failure.ts';
import type { Desk } from './desk.ts';
import { isUnaccepted, phaseOf } from './fold.ts';
import { changedSince, snapshot } from './look.ts';
import { putBack, putBackChoices } from './put-back.ts';
import { outOfScope } from './scope-of.ts';
import { escalationOf } from './view.ts';

export interface ResumeRequest {
  /** An option of the question; without it the work goes on, with the limits counted anew. */
  readonly choice?: string | undefined;
  /** Words for the agent. */
  readonly text: string;
  readonly acceptCommands: boolean;
  /** The tests are right as they are now, though they are not as the tester has left them. */
  readonly acceptTests: boolean;
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
  if (request.choice !== undefined && Object.hasOwn(putBackChoices, request.choice))
    return await putBack(desk, request.choice);
  const tests =
    request.choice === 'allow' || request.choice === 'abandon' ? undefined : await lookAtTests(desk, request);
  if (tests) return tests;
  const { trouble, badAnswers } = store.standing;
  if (trouble || badAnswers > 0) await store.happened({ fact: 'resumed' });
  const { loop } = store.standing;
  if (loop.at === 'stopped') await store.happened({ fact: 'loop', event: { type: 'resumed' } });
  if (loop.at === 'asking') {
    const { question } = loop;
    const names = Object.keys(escalation.options ?? {});
    const choice = request.choice ?? ['guide', 'retry'].find((name) => names.includes(name)) ?? question.default;
    if (!names.includes(choice)) {
      const all = [...names, ...Object.keys(putBackChoices)].join(', ');
      return fail('bad-option', `Unexpected choice "${choice}", expected one of ${all}.`);
    }
    const at = new Date(host.clock.wall()).toISOString();
    const answer = { question: question.id, choice, text: request.text, by: 'orchestrator', at };
    await store.happened({ fact: 'loop', event: { type: 'answered', answer } });
  }
  if (trouble && !isUnaccepted(store.standing)) await takeAgain(desk);
  return ok({});
}

/**
 * Tests that are not as the tester has left them: a person may have mended them, or an agent weakened them, and who it was
 * nobody can see. So somebody has to say it.
 */
async function lookAtTests(desk: Desk, { acceptTests, text }: ResumeRequest): Promise<Result<object> | undefined> {
  const { store } = desk;
  const { loop, baseline, leftBehind } = store.standing;
  if (!baseline || loop.at === 'approved' || phaseOf(store.standing) !== 'implementor') return undefined;
  const now = await snapshot(desk, loop.progress.commit, 'look', leftBehind);
  if (!now.ok) return now;
  const isAllowed = new Set(loop.progress.allowed.map(({ id }) => id));
  const changed = (await outOfScope(desk, now.value)).ofOthers.filter(({ id }) => !isAllowed.has(id));
  if (changed.length === 0) return undefined;
  const told = changed.map(({ path, message }) => `${path}: ${message}`).join('\n');
  if (!acceptTests)
    return fail(
      'worktree',
      `Unexpected tests that are not as the tester has left them. If a person has mended them, add --accept-tests to resume; else put them back.\n${told}`,
    );
  const paths = changed.map(({ path }) => path).join(', ');
  await store.happened({
    fact: 'tests-accepted',
    allowed: changed.map((one) => ({ ...one, by: 'resume', words: text })),
  });
  await store.happened({
    fact: 'note',
    text: `Accepted with resume, though nobody has seen them red as they are now: ${paths}.`,
  });
  return undefined;
}

/** What lies in the checkout now, where no agent is at work anyway. */
async function takeAgain(desk: Desk): Promise<void> {
  const { loop, baseline } = desk.store.standing;
  const isWriting = loop.at === 'running' && ['work', 'commit'].includes(loop.command.do);
  if (!baseline || isWriting || !['running', 'approved'].includes(loop.at)) return;
  const changed = await changedSince(desk, loop.progress.commit);
  if (changed.ok && changed.value.length > 0) await desk.store.happened({ fact: 'retaken' });
}

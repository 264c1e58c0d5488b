import { createHash } from 'node:crypto';
import { fail, type Failure } from '../../failure.ts';
import { describeOwner, type ClaimText } from '../../claim/claim-text.ts';
import type { HeldClaim } from '../../claim/held-claim.ts';
import { withRoom } from '../../claim/room.ts';
import type { ClaimAttempt } from '../../claim/take-claim.ts';
import type { Question } from '../../workflow/question.ts';
import { answerTo } from '../questions/answers.ts';
import type { StageContext } from '../context.ts';
import { takeShared } from '../take-shared.ts';
import { setJournalAside } from '../loop/loop-journal.ts';
import { mirroredClaim } from './mirrored-claim.ts';

export type TaskClaim =
  | { readonly held: true; readonly claim: HeldClaim }
  | { readonly held: false; readonly outcome: 'question'; readonly question: Question }
  | { readonly held: false; readonly outcome: 'failed'; readonly failure: Failure };

/**
 * Takes the claim on a task. One whose owner is dead is free, and one whose lease has run out. Where a phase is shared, one
 * that is alive is waited for; else nobody can see whether another machine is at work, so a person is asked, and the
 * answer is about exactly that claim.
 */
export async function takeTaskClaim(context: StageContext, task: ClaimedTask): Promise<TaskClaim> {
  const taken = await takeOnRefs(context, task);
  return taken.held ? await mirroredClaim(context, task, taken.claim) : taken;
}

interface ClaimedTask {
  readonly id: string;
  readonly stage: string;
  readonly key: string;
}

async function takeOnRefs(context: StageContext, task: ClaimedTask): Promise<TaskClaim> {
  const { refs, phase } = context;
  const { stage, key } = task;
  const wanted = { ref: refs.claim(stage), key };
  const attempt = await takeWithRoom(context, stage, async () => await takeShared(context, stage, wanted));
  if (attempt.how === 'held' && attempt.note !== undefined)
    context.emit({ type: 'note', stage, text: `the claim is not on the remote yet: ${attempt.note}` });
  if (attempt.how === 'held') return { held: true, claim: attempt.claim };
  if (attempt.how === 'failed') return { held: false, outcome: 'failed', failure: attempt.failure };
  const question = askAboutClaim(task, attempt.by);
  const answer = await answerTo(context, question);
  // Whoever shares the phase beats: its result is waited for, or its lease will end.
  const isWaitedFor = phase.shared !== undefined && attempt.endsIn !== undefined;
  if (!answer && isWaitedFor) return { held: false, outcome: 'failed', failure: isWorkedOn(task.id, attempt.by) };
  if (!answer) return { held: false, outcome: 'question', question };
  if (answer.choice === 'skip') return { held: false, outcome: 'failed', failure: isClaimed(task.id, attempt.by) };
  const taken = await takeShared(context, stage, { ...wanted, over: attempt.by.nonce });
  if (taken.how === 'failed') return { held: false, outcome: 'failed', failure: taken.failure };
  if (taken.how === 'claimed') return { held: false, outcome: 'failed', failure: isClaimed(task.id, taken.by) };
  if (answer.choice === 'fresh') await setJournalAside(context, { stage, key });
  return { held: true, claim: taken.claim };
}

/** Nx starts no more tasks at once than `parallel` says: only a lower limit has one of them wait. */
async function takeWithRoom(
  { host, repository, refs, phase, emit }: StageContext,
  stage: string,
  take: () => Promise<ClaimAttempt>,
): Promise<ClaimAttempt> {
  const { parallel, maxClaims: most = parallel } = phase.options;
  if (most >= parallel) return await take();
  const note = (text: string): void => emit({ type: 'note', stage, text });
  const about = { folder: refs.claim(''), run: phase.run, most, note };
  const stopped = { how: 'failed', failure: fail('stopped', 'The run was stopped.').failure } as const;
  return (await withRoom(host, repository.git, about, take)) ?? stopped;
}

function isClaimed(id: string, by: ClaimText): Failure {
  return fail('claimed', `Task ${id} is being worked on by ${describeOwner(by)}.`).failure;
}

function isWorkedOn(id: string, by: ClaimText): Failure {
  const said = `Task ${id} is being worked on by ${describeOwner(by)}; its result is waited for.`;
  return fail('waiting', said).failure;
}

function askAboutClaim({ id, stage }: { readonly id: string; readonly stage: string }, by: ClaimText): Question {
  const identity = createHash('sha256')
    .update(JSON.stringify([stage, by.nonce]))
    .digest('hex');
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'claimed',
    stage,
    text: `Task ${id} is claimed by ${describeOwner(by)}.`,
    context: ['If that is still at work, both would do the same task. What it has done on this machine is kept.'],
    options: [
      { name: 'resume', does: 'take the task over, and go on where it was' },
      { name: 'fresh', does: 'take the task over, and begin it anew' },
      { name: 'skip', does: 'leave it to them and go on with what does not need it; the phase does not land' },
    ],
    default: 'skip',
  };
}

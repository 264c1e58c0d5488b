import { createHash } from 'node:crypto';
import type { HeldClaim, Written } from '../../claim/held-claim.ts';
import { fail } from '../../failure.ts';
import type { Question } from '../../workflow/question.ts';
import { sharedOf, type StageContext } from '../context.ts';
import { setJournalAside } from '../loop/loop-journal.ts';
import { answerTo } from '../questions/answers.ts';
import { claimInPlan } from './claim-in-plan.ts';
import type { TaskClaim } from './task-claim.ts';

/**
 * A claim that is held, with its mirror in the plan where the option `claims` says so; it is taken off when the claim
 * ends. One that a person or another program has made there counts: a person is asked, about exactly that one.
 */
export async function mirroredClaim(
  context: StageContext,
  task: { readonly id: string; readonly stage: string; readonly key: string },
  claim: HeldClaim,
): Promise<TaskClaim> {
  const shared = sharedOf(context);
  if (!shared || context.phase.options.claims !== 'plan') return { held: true, claim };
  const { id, stage, key } = task;
  let made = await claimInPlan(context, shared, { id });
  if (made.ok && made.value.how === 'theirs') {
    const { words } = made.value;
    const question = askAboutPlan(task, context.phase.plan.path, words);
    const answer = await answerTo(context, question);
    if (!answer || answer.choice === 'skip') {
      await claim.end();
      const failure = fail('claimed', `${question.text} ${answer?.by} chose to leave it to them.`).failure;
      return answer ? { held: false, outcome: 'failed', failure } : { held: false, outcome: 'question', question };
    }
    made = await claimInPlan(context, shared, { id, over: words });
    if (made.ok && answer.choice === 'fresh') await setJournalAside(context, { stage, key });
  }
  if (!made.ok || made.value.how === 'theirs') {
    await claim.end();
    const failure = made.ok ? fail('claimed', `Task ${id} was claimed in the plan meanwhile.`).failure : made.failure;
    return { held: false, outcome: 'failed', failure };
  }
  const { unmark } = made.value;
  let isMarked = true;
  const end: HeldClaim['end'] = async (...how): Promise<Written> => {
    const written = await claim.end(...how);
    const isOver = written.how === 'moved' || written.how === 'lost';
    if (!isOver || !isMarked) return written;
    isMarked = false;
    const why = await unmark();
    if (why !== undefined)
      context.emit({ type: 'note', stage, text: `the claim on task ${id} still stands in the plan: ${why}` });
    return written;
  };
  return { held: true, claim: { ...claim, end } };
}

function askAboutPlan(
  { id, stage }: { readonly id: string; readonly stage: string },
  path: string,
  words: string,
): Question {
  const identity = createHash('sha256')
    .update(JSON.stringify([stage, path, words]))
    .digest('hex');
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'claimed',
    stage,
    text: `Task ${id} is claimed in ${path} on main: ${words}.`,
    context: ['Nobody can see from here whether they are at work: then both would do the same task.'],
    options: [
      { name: 'resume', does: 'take the task over, and go on where it was on machines that share the phase' },
      { name: 'fresh', does: 'take the task over, and begin it anew' },
      { name: 'skip', does: 'leave it to them and go on with what does not need it; the phase does not land' },
    ],
    default: 'skip',
  };
}

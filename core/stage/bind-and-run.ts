import { adoptResults, type Adopted } from '../claim/adopt-results.ts';
import type { Shared } from '../claim/shared.ts';
import { fail, ok, type Result } from '../failure.ts';
import { bringKept } from './bring-kept.ts';
import { giveBackLeft } from './claims-left.ts';
import { sharedOf } from './context.ts';
import { bind } from './decide/bind.ts';
import { stillAgreed } from './decide/share-options.ts';
import { makeTextsFit } from './make-ready.ts';
import { shareAnswers } from './questions/share-answers.ts';
import { isComplete, reuseAll, taskTargets, type Wanted } from './run.ts';
import { shareSpending } from './share-spending.ts';
import { takeMarksOff } from './task/marks-left.ts';
import { areTasksDone, lookAtClaims, waitForOthers } from './wait-for-others.ts';
import { announce, type Walk } from './walk.ts';

/** Binds the phase to what it goes by now, and runs what has no result yet. */
export async function bindAndRun(walk: Walk, what: Wanted, cancel?: AbortSignal): Promise<Result<'ran'>> {
  const bound = await bind(walk.context, walk.decision);
  if (!bound.ok) return bound;
  walk.decision = { ...walk.decision, pinnedAt: walk.decision.base };
  walk.known = bound.value;
  announce(walk);
  const shared = sharedOf(walk.context);
  if (shared) await giveBackLeft(walk.context, shared, (stage) => walk.known.has(stage));
  await takeOldMarksOff(walk);
  if (isComplete(walk.known)) return await reuseAll(walk.context, walk.known);
  return await walk.runGraph(walk.context, what, cancel);
}

/** Of tasks that are done nobody takes the claim again, and with it the mark that a dead run has left in the plan. */
async function takeOldMarksOff({ context, known }: Walk): Promise<void> {
  const shared = sharedOf(context);
  if (!shared || context.phase.options.claims !== 'plan') return;
  const done = context.phase.tasks.filter(({ slug }) => known.has(`task-${slug}`));
  const taken = await takeMarksOff(context, shared, done);
  const note = (text: string): void => context.emit({ type: 'note', stage: 'bind', text });
  if (!taken.ok) note(`claims that have ended may still stand in the plan: ${taken.failure.message}`);
  else if (taken.value.length > 0)
    note(`claims that have ended were taken off the plan on main: ${taken.value.join(', ')}`);
}

/** The tasks, where others work on the phase as well: until none of them has a task any more that this run needs. */
export async function runTasksWithOthers(walk: Walk, shared: Shared): Promise<Result<'done'>> {
  for (;;) {
    const agreed = await stillAgreed(walk.host, shared, walk.decision);
    if (!agreed.ok) return agreed;
    await bringKept(walk.context, shared);
    const adopted = await adoptResults(shared, `${walk.context.refs.all}result/`);
    const answers = await shareAnswers(walk.host, shared, walk.context.refs);
    for (const text of whatIsMissing(adopted, answers)) walk.context.emit({ type: 'note', stage: 'run', text });
    await shareSpending(walk.context, 'when-there-is-room');
    await lookAtClaims(walk.context, shared);
    const ran = await bindAndRun(walk, taskTargets(walk.decision));
    if (!ran.ok) return ran;
    // What others have brought in the place of ours is looked for before anything is built on it.
    if (await areTasksDone(walk.context)) await bringKept(walk.context, shared);
    if (await areTasksDone(walk.context)) return ok('done');
    if (!(await waitForOthers(walk.context, shared))) return fail('missing-result', 'Not all tasks are done.');
    const fit = await makeTextsFit(walk);
    if (!fit.ok) return fit;
  }
}

function whatIsMissing(adopted: Result<Adopted>, answers: Result<unknown>): string[] {
  return [
    ...(adopted.ok
      ? adopted.value.refused.values()
      : [`what others have done cannot be seen: ${adopted.failure.message}`]),
    ...(answers.ok ? [] : [`answers are not shared: ${answers.failure.message}`]),
  ];
}

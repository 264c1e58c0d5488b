import { fail, ok, type Result } from '../../failure.ts';
import type { Shared } from '../../claim/shared.ts';
import { markClaim, markedBy, unmarkClaim, type PlanMark } from '../../plan/edit/claim-mark.ts';
import type { Task } from '../../plan/plan.ts';
import type { StageContext } from '../context.ts';
import { phaseAt, planAt } from '../specs/plan-at.ts';
import { changeOnMain } from './plan-on-main.ts';

export type InPlan =
  /** `unmark` takes it off again, and says why where it did not. */
  | { readonly how: 'marked'; readonly unmark: () => Promise<string | undefined> }
  /** A person or another program has claimed it there; in its words. */
  | { readonly how: 'theirs'; readonly words: string };

/**
 * Mirrors a claim into the plan's line on main of the remote, by a commit that no checkout sees. A claim of others that
 * stands there is left alone, unless it is the one that is to be taken `over`.
 */
export async function claimInPlan(
  context: StageContext,
  shared: Shared,
  about: { readonly id: string; readonly over?: string | undefined },
): Promise<Result<InPlan>> {
  const { phase } = context;
  const { id, over } = about;
  let mark: PlanMark | undefined;
  let theirs: string | undefined;
  const words = `${phase.plan.id}, phase ${phase.phase.id}, task ${id}`;
  const marked = await changeOnMain(context, shared, `Claim ${words}`, async (content, commit) => {
    const task = await taskAt(context, commit, id);
    if (!task.ok) return task;
    const isTheirs = task.value.ticked || markedBy(task.value) === 'theirs';
    theirs = isTheirs && wordsOf(task.value) !== over ? wordsOf(task.value) : undefined;
    if (theirs !== undefined) return ok(undefined);
    const plan = await planAt(context.repository.git, commit, phase.plan.path);
    if (!plan.ok) return plan;
    const made = markClaim(content, plan.value.plan, task.value, phase.run.slice(0, 8));
    if (!made.ok) return made;
    mark = made.value;
    return ok(made.value.content);
  });
  if (!marked.ok) return marked;
  if (theirs !== undefined) return ok({ how: 'theirs', words: theirs });
  return ok({
    how: 'marked',
    unmark: async () => {
      const done = await changeOnMain(context, shared, `Give back ${words}`, async (content) => {
        const clean = mark && unmarkClaim(content, mark.change);
        return ok(clean ?? undefined);
      });
      return done.ok ? undefined : done.failure.message;
    },
  });
}

async function taskAt({ repository, phase }: StageContext, commit: string, id: string): Promise<Result<Task>> {
  const found = await phaseAt(repository.git, commit, phase.plan.path, phase.phase.id);
  if (!found.ok) return found;
  const task = found.value.tasks.find((one) => one.id === id);
  return task ? ok(task) : fail('plan-changed', `Task ${id} is not in ${phase.plan.path} on main any more.`);
}

function wordsOf({ ticked, branch, status }: Task): string {
  return [ticked ? 'ticked' : '', status, branch].filter(Boolean).join(', ');
}

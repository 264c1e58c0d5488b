import { join } from 'node:path';
import { fail, ok, type Result } from '../../failure.ts';
import type { Shared } from '../../claim/shared.ts';
import { backOff } from '../../git/backoff.ts';
import { commitMessage, currentPerson, makeCommit } from '../../git/commit.ts';
import { editTree } from '../../git/edit.ts';
import { pushRefs } from '../../git/push.ts';
import { fetchRef, isHere, readRemote } from '../../git/remote.ts';
import { markClaim, markedBy, unmarkClaim, type PlanMark } from '../../plan/edit/claim-mark.ts';
import type { Task } from '../../plan/plan.ts';
import type { StageContext } from '../context.ts';
import { phaseAt, planAt } from '../specs/plan-at.ts';

/** Main is where all meet: each lost race is somebody else's commit. */
const mostTries = 20;

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
  const words = `${phase.plan.id}, phase ${phase.phase.id}, task ${id}`;
  const marked = await changePlan(context, shared, `Claim ${words}`, async (content, commit) => {
    const task = await taskAt(context, commit, id);
    if (!task.ok) return task;
    const isTheirs = task.value.ticked || markedBy(task.value) === 'theirs';
    if (isTheirs && wordsOf(task.value) !== over) return ok({ theirs: wordsOf(task.value) });
    const plan = await planAt(context.repository.git, commit, phase.plan.path);
    if (!plan.ok) return plan;
    const made = markClaim(content, plan.value.plan, task.value, phase.run.slice(0, 8));
    if (!made.ok) return made;
    mark = made.value;
    return ok({ content: made.value.content });
  });
  if (!marked.ok) return marked;
  if (marked.value.theirs !== undefined) return ok({ how: 'theirs', words: marked.value.theirs });
  return ok({
    how: 'marked',
    unmark: async () => {
      const done = await changePlan(context, shared, `Give back ${words}`, async (content) => {
        const clean = mark && unmarkClaim(content, mark.change);
        return ok(clean === undefined || clean === null ? {} : { content: clean });
      });
      return done.ok ? undefined : done.failure.message;
    },
  });
}

interface Changed {
  /** Undefined: nothing is to be changed. */
  readonly content?: string;
  readonly theirs?: string;
}

/** Moves main by one commit that changes the plan alone, from exactly where it is; read again where it has moved. */
async function changePlan(
  { host, repository, phase }: StageContext,
  { remote, git, perMinute }: Shared,
  subject: string,
  change: (content: string, commit: string) => Promise<Result<Changed>>,
): Promise<Result<Changed>> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const read = await readRemote(git, remote);
    if (!read.ok) return read;
    const main = read.value.main;
    const at = main === undefined ? undefined : read.value.at.get(main);
    if (main === undefined || at === undefined) return fail('remote', `${remote} names no default branch for a claim.`);
    if (!(await isHere(git, at))) await fetchRef(git, remote, main);
    if (!(await isHere(git, at))) continue;
    const plan = await planAt(repository.git, at, phase.plan.path);
    if (!plan.ok) return plan;
    const changed = await change(plan.value.text, at);
    if (!changed.ok || changed.value.content === undefined) return changed;
    const edits = new Map([[phase.plan.path, changed.value.content]]);
    const tree = await editTree(host, repository.git, at, edits, join(phase.state, 'scratch'));
    const { user, host: machine } = await host.processes.self();
    const message = commitMessage(subject, [`By ${user}@${machine}.`], { 'Phasewright-Run': phase.run });
    const commit = await makeCommit(git, { tree, parents: [at], message, author: await currentPerson(git) });
    const move = { ref: main, to: commit, expected: at };
    const pushed = await pushRefs(host, git, { remote, perMinute, moves: [move] });
    if (pushed.how === 'moved') return changed;
    if (pushed.how !== 'lost')
      return fail('remote', `${main} of ${remote} does not take "${subject}": ${pushed.words}`);
    if (await backOff(host, tries)) return fail('stopped', 'The run was stopped.');
  }
  return fail('remote', `Main of ${remote} was moved by others ${mostTries} times.`);
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

import { join } from 'node:path';
import { commitMessage, currentPerson, makeCommit } from '../../git/commit.ts';
import { editTree } from '../../git/edit.ts';
import { leftOf } from '../../git/left-of.ts';
import { readBlobs } from '../../git/read-blobs.ts';
import { readRef, setRef } from '../../git/refs.ts';
import type { Repository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';
import { tickAll } from '../../plan/edit/tick.ts';
import type { Plan, Task } from '../../plan/plan.ts';
import { readPlan } from '../../plan/read.ts';
import { includes } from '../land/mainline.ts';
import { latestHandOffs } from '../land/handed-over.ts';
import { probeTickedTask } from '../prove/ticked-tasks.ts';
import { phaseAt, planAt } from '../specs/plan-at.ts';
import type { Repaired } from './finding.ts';
import type { Look, LookedAt } from './look.ts';

/** What is wrong with the ticks of a phase in the plan at HEAD. Only tasks that were open when we bound them are judged. */
export interface WrongTicks {
  /** Open, though a commit in the history does them, which nobody has taken back. */
  readonly unticked: readonly Task[];
  /** Ticked, though no commit does them. */
  readonly unproven: readonly Task[];
  /** Ticked, without a commit that says so; something like what they did is there. */
  readonly inDoubt: readonly Task[];
}

const none: WrongTicks = { unticked: [], unproven: [], inDoubt: [] };

export async function wrongTicks(look: Look, phase: LookedAt): Promise<WrongTicks> {
  const { git } = look;
  const { bound, plan: planId, isAtWork } = phase;
  if (isAtWork || !bound) return none;
  const { id } = bound.phase.phase;
  const found = await planAt(git, 'HEAD', bound.phase.plan.path);
  if (!found.ok) return none;
  const { plan, text } = found.value;
  const tasks = plan.phases.find((one) => one.id === id)?.tasks ?? [];
  const wrong = { unticked: [] as Task[], unproven: [] as Task[], inDoubt: [] as Task[] };
  const mine = new Set(bound.phase.tasks.map((task) => task.id));
  // Its ticks are those of the hand-off commit. A task that is open all the same was opened again by somebody.
  const isHandedOver = (await latestHandOffs(git, planId, ['HEAD'])).has(id);
  for (const task of tasks.filter((one) => mine.has(one.id))) {
    if (isHandedOver || !hasPlace(text, plan, task)) continue;
    const asked = { task: task.id, text: task.title, line: task.line };
    const { record } = await probeTickedTask(git, asked, { plan: planId, phase: id, commits: ['HEAD'] });
    const isDone = record.outcome === 'met';
    if (!task.ticked && isDone && !(await wasTicked(look, phase, task.id))) wrong.unticked.push(task);
    if (!task.ticked || isDone) continue;
    const left = await leftOfResult(look, phase, task.slug);
    if (left === 'none') wrong.unproven.push(task);
    if (left === 'unclear') wrong.inDoubt.push(task);
  }
  return wrong;
}

/** Whether the plan has had the task ticked at any commit since the phase began: then somebody has opened it again. */
async function wasTicked({ host, git }: Look, { bound, commits, refs }: LookedAt, id: string): Promise<boolean> {
  const base = commits.get(refs.base);
  if (base === undefined || !bound) return true;
  const { path } = bound.phase.plan;
  const changes = (await git.text(['log', '--format=%H', `${base}..HEAD`, '--', path])).split('\n').filter(Boolean);
  const texts = await readBlobs(
    host,
    git,
    changes.map((commit) => `${commit}:${path}`),
  );
  return texts.some((text) => text !== undefined && taskIn(text, id)?.ticked === true);

  function taskIn(text: string, task: string): Task | undefined {
    const phase = readPlan(path, text).phases.find((one) => one.id === bound?.phase.phase.id);
    return phase?.tasks.find((one) => one.id === task);
  }
}

/** How much of what the task's result did is at HEAD: all of it after a squash. Where there is no result nothing was done. */
async function leftOfResult({ git }: Look, { known }: LookedAt, slug: string): ReturnType<typeof leftOf> {
  const { start, commit } = known.tasks.get(slug) ?? {};
  if (start === undefined || commit === undefined) return 'none';
  return await leftOf(git, 'HEAD', { of: commit, before: start });
}

/** Some plans have no place for ticks, of some tasks at least. */
function hasPlace(text: string, plan: Plan, task: Task): boolean {
  const edit = tickAll(text, plan, [task], true);
  return edit.ok && !edit.value.noPlace.includes(task.id);
}

/** Where the commit lies that puts the ticks right. */
export function ticksRef({ refs }: LookedAt): string {
  return `${refs.all}ticks`;
}

/** The command that takes such a commit up, if it is made already: it holds HEAD, and its plan is right. */
export async function preparedTicks(look: Look, phase: LookedAt, wrong: WrongTicks): Promise<string | undefined> {
  const { git } = look;
  const commit = phase.commits.get(ticksRef(phase));
  const { bound } = phase;
  if (commit === undefined || !bound || !(await includes(git, commit, await git.text(['rev-parse', 'HEAD']))))
    return undefined;
  const there = await phaseAt(git, commit, bound.phase.plan.path, bound.phase.phase.id);
  if (!there.ok) return undefined;
  const ticked = new Map(there.value.tasks.map((task) => [task.id, task.ticked]));
  const isRight =
    wrong.unticked.every(({ id }) => ticked.get(id) === true) &&
    wrong.unproven.every(({ id }) => ticked.get(id) === false);
  return isRight ? `git merge --ff-only ${commit.slice(0, 10)}` : undefined;
}

/**
 * Makes a commit on top of HEAD whose plan has the ticks right, and keeps it. The user's branch and checkout are theirs: they
 * take it up, or do not.
 */
export async function prepareTicks(
  host: Host,
  { git }: Repository,
  phase: LookedAt,
  wrong: WrongTicks,
): Promise<Repaired> {
  const { bound, plan: planId, state } = phase;
  if (!bound || state === undefined)
    throw new Error('Internal error: ticks were judged of a phase that nobody has bound');
  const { path } = bound.phase.plan;
  const head = (await readRef(git, 'HEAD')) ?? '';
  const found = await planAt(git, head, path);
  if (!found.ok) return { done: false, says: found.failure.message };
  const first = tickAll(found.value.text, found.value.plan, wrong.unticked, true);
  if (!first.ok) return { done: false, says: first.failure.message };
  const ticked = first.value.content;
  const second = tickAll(ticked, readPlan(path, ticked), wrong.unproven, false);
  if (!second.ok) return { done: false, says: second.failure.message };
  const tree = await editTree(host, git, head, new Map([[path, second.value.content]]), join(state, 'scratch'));
  const commit = await makeCommit(git, {
    tree,
    parents: [head],
    message: commitMessage(`Put the ticks of phase ${bound.phase.phase.id} of ${planId} right`, [told(wrong)], {}),
    author: await currentPerson(git),
  });
  await setRef(git, ticksRef(phase), commit);
  return {
    done: true,
    says: `${commit.slice(0, 10)} is on top of HEAD; take it up with: git merge --ff-only ${commit.slice(0, 10)}`,
  };
}

function told({ unticked, unproven }: WrongTicks): string {
  return [
    ...unticked.map(({ id }) => `- ${id} is ticked: a commit in the history does it`),
    ...unproven.map(({ id }) => `- ${id} is open again: no commit does it`),
  ].join('\n');
}

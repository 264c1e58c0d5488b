import { createHash } from 'node:crypto';
import type { Failure } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import { setRef } from '../../git/refs.ts';
import { ensureWorktree } from '../../git/worktree.ts';
import type { Question } from '../../workflow/question.ts';
import { phaseWorktreeName, worktreePath, type StageContext } from '../context.ts';
import { answerTo } from '../questions/answers.ts';
import type { CombinedTasks } from './combine-tasks.ts';
import { upstreamOf } from './upstream.ts';

/** Results of tasks that cannot be had together, and that no agent has brought together. */
export interface Conflict {
  readonly task: string;
  readonly onto: readonly string[];
  readonly paths: readonly string[];
  /** What the task's result was to be combined with, and that result. */
  readonly commits: readonly [string, string];
  /** What came of the try to resolve it, for people. */
  readonly why: readonly string[];
  /** A merge commit of both, with markers in it. */
  readonly marked: string;
}

type Ending =
  | { readonly outcome: 'question'; readonly question: Question }
  | { readonly outcome: 'failed'; readonly failure: Failure };

/** How a stage ends that cannot have its results together. */
export async function endingOfApart(
  context: StageContext,
  stage: string,
  apart: Extract<CombinedTasks, { ok: false }>,
): Promise<Ending> {
  if ('failure' in apart) return { outcome: 'failed', failure: apart.failure };
  if ('question' in apart) return { outcome: 'question', question: apart.question };
  return await askAboutConflict(context, stage, apart.conflict);
}

/** A conflict is a question until a person has said to leave it; then it is a failure that says what to do. */
export async function askAboutConflict(context: StageContext, stage: string, conflict: Conflict): Promise<Ending> {
  const { git } = context.repository;
  const trees = await Promise.all(conflict.commits.map(async (commit) => await treeOf(git, commit)));
  const notes: string[] = [];
  for (let before = ''; ;) {
    const question = describeConflict(context, stage, conflict, { trees, before, notes });
    const answer = await answerTo(context, question);
    if (!answer) return { outcome: 'question', question };
    if (answer.choice === 'show') {
      notes.push(`The merge lies in ${await layOut(context, conflict)}; conflicts are marked in it.`);
      before = `${question.id} ${answer.at}`;
      continue;
    }
    const isRetried = answer.choice === 'retry';
    const next = isRetried
      ? `The next run does task ${conflict.task} again, on top of that.`
      : `${answer.by} chose to leave it at that. ${sentence(instead(conflict))}`;
    return { outcome: 'failed', failure: { reason: 'conflict', message: `${question.text} ${next}` } };
  }
}

/**
 * `trees`: of both commits. Those have the name of whoever has combined them, and the same conflict is the same question on
 * all machines. `before`: the question whose answer did not settle it.
 */
function describeConflict(
  { phase }: StageContext,
  stage: string,
  conflict: Conflict,
  about: { readonly trees: readonly string[]; readonly before: string; readonly notes: readonly string[] },
): Question {
  const { task, onto, paths, commits, why } = conflict;
  const { trees, before, notes } = about;
  const identity = createHash('sha256')
    .update(JSON.stringify([stage, task, onto, paths, trees, before]))
    .digest('hex');
  const others = onto.length > 0 ? `those of ${onto.join(', ')}` : 'the polished commit';
  const top = onto.length > 0 ? onto.join(', ') : 'the polished commit';
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'conflict',
    stage,
    text: `The result of task ${task} conflicts with ${others}.`,
    context: [...paths, ...why, `See both with: git diff ${commits.join(' ')}`, ...notes],
    tasks: [...(isInOrder(phase, conflict) ? [] : onto), task],
    options: [
      { name: 'show', does: 'lay the merge out in a worktree to look at, and ask again' },
      { name: 'retry', does: `do task ${task} again, on top of ${top}` },
      { name: 'abandon', does: `leave it at that; ${instead(conflict)}` },
    ],
    default: 'abandon',
  };
}

/** Whether the task comes after the others as it is, or cannot: then it is its own work that has to be done again. */
function isInOrder({ tasks }: StageContext['phase'], { task, onto }: Conflict): boolean {
  const needs = (one: string): string[] => {
    const found = tasks.find(({ id }) => id === one);
    return found ? upstreamOf(tasks, found).map(({ id }) => id) : [];
  };
  const before = needs(task);
  return onto.every((one) => before.includes(one) || needs(one).includes(task));
}

function instead({ onto }: Conflict): string {
  return onto.length > 0
    ? 'change the plan so that one of the tasks depends on the other, and run again'
    : 'take back what was changed there since, or run with --rebase to do all of it anew on what it is by now';
}

function sentence(words: string): string {
  return `${words[0]?.toUpperCase()}${words.slice(1)}.`;
}

/** A worktree for people, one for each conflict, and never touched again: somebody may be at work in it. */
async function layOut(context: StageContext, { task, marked }: Conflict): Promise<string> {
  const { host, phase, refs, repository } = context;
  const slug = phase.tasks.find(({ id }) => id === task)?.slug ?? task;
  const name = `conflict-${slug}-${marked.slice(0, 8)}`;
  await setRef(repository.git, refs.work(name), marked);
  const path = await worktreePath(context, `${phaseWorktreeName(phase.phase)}-${name}`);
  if (!(await host.files.exists(path))) await ensureWorktree(host, repository, path, marked);
  return path;
}

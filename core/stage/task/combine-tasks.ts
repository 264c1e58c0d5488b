import { createHash } from 'node:crypto';
import { combine } from '../../git/combine.ts';
import { commitMessage, currentPerson, dateOf, makeCommit, treeOf, type Person } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import type { TaskRecord } from '../../result/records.ts';
import { deviationsText } from '../../review/deviation.ts';
import type { Question } from '../../workflow/question.ts';
import type { Failure } from '../../failure.ts';
import { answerTo } from '../questions/answers.ts';
import type { StageContext } from '../context.ts';
import type { PhaseRecord } from '../phase-record.ts';

export type CombinedTasks =
  | { readonly ok: true; readonly commit: string; readonly commits: readonly TaskCommit[] }
  | { readonly ok: false; readonly conflict: Conflict };

export interface TaskCommit {
  readonly task: string;
  readonly commit: string;
  readonly tree: string;
}

export interface Conflict {
  readonly task: string;
  readonly onto: readonly string[];
  readonly paths: readonly string[];
  /** What the task's result was to be combined with, and that result. */
  readonly commits: readonly [string, string];
}

/**
 * Results of tasks on the polished commit, one commit each, in plan order. The same results give the same commits: the
 * date is that of the work, so siblings that are combined twice are combined once.
 */
export async function combineTasks(git: Git, phase: PhaseRecord, tasks: readonly TaskRecord[]): Promise<CombinedTasks> {
  const person = await currentPerson(git);
  const commits: TaskCommit[] = [];
  let onto = phase.polished;
  for (const record of tasks) {
    if (record.start === undefined || record.commit === undefined)
      throw new Error(`Internal error: task ${record.id} has no result`);
    const combined = await combine(git, onto, { name: record.id, start: record.start, commit: record.commit });
    if (!combined.ok)
      return {
        ok: false,
        conflict: {
          task: record.id,
          onto: commits.map((one) => one.task),
          paths: combined.paths,
          commits: [onto, record.commit],
        },
      };
    onto = await taskCommit(git, { phase, record, tree: combined.tree, parent: onto, person });
    commits.push({ task: record.id, commit: onto, tree: await treeOf(git, onto) });
  }
  return { ok: true, commit: onto, commits };
}

/** Two results that cannot be had together, as a question. */
export function describeConflict(stage: string, conflict: Conflict): Question {
  const identity = createHash('sha256')
    .update(JSON.stringify([stage, conflict]))
    .digest('hex');
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'conflict',
    stage,
    text: `The result of task ${conflict.task} conflicts with ${conflict.onto.length > 0 ? `those of ${conflict.onto.join(', ')}` : 'the polished commit'}.`,
    context: [...conflict.paths, `See both with: git diff ${conflict.commits.join(' ')}`],
    tasks: [...conflict.onto, conflict.task],
    options: [
      ...(conflict.onto.length > 0
        ? [{ name: 'retry', does: `do task ${conflict.task} again, on top of ${conflict.onto.join(', ')}` }]
        : []),
      {
        name: 'abandon',
        does: 'leave it at that; change the plan so that one of the tasks depends on the other, and run again',
      },
    ],
    default: 'abandon',
  };
}

/** A conflict is a question until a person has said to leave it; then it is a failure that says what to do. */
export async function askAboutConflict(
  context: StageContext,
  question: Question,
): Promise<{ outcome: 'question'; question: Question } | { outcome: 'failed'; failure: Failure }> {
  const answer = await answerTo(context, question);
  if (!answer) return { outcome: 'question', question };
  if (answer.choice === 'retry') {
    const message = `${question.text} The next run does task ${question.tasks?.at(-1)} again, on top of them.`;
    return { outcome: 'failed', failure: { reason: 'conflict', message } };
  }
  const message = `${question.text} ${answer.by} chose to leave it at that. Change the plan so that one of the tasks depends on the other, and run again.`;
  return { outcome: 'failed', failure: { reason: 'conflict', message } };
}

async function taskCommit(
  git: Git,
  about: { phase: PhaseRecord; record: TaskRecord; tree: string; parent: string; person: Person },
): Promise<string> {
  const { phase, record, tree, parent, person } = about;
  const planned = phase.tasks.find(({ id }) => id === record.id)?.message;
  const [subject = '', ...body] = (planned ?? record.title).trim().split('\n');
  const message = commitMessage(subject, [body.join('\n'), deviationsText(record.deviations)], {
    Plan: phase.plan.id,
    Phase: phase.phase.id,
    Task: record.id,
    ...(record.spec ? { Spec: record.spec } : {}),
    ...(record.reviewer ? { 'Reviewed-by': record.reviewer } : {}),
    Iterations: String(record.rounds),
  });
  return await makeCommit(git, {
    tree,
    parents: [parent],
    message,
    author: { ...person, date: await dateOf(git, record.commit!) },
  });
}

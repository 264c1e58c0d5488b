import { createHash } from 'node:crypto';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { fail, type Failure } from '../../failure.ts';
import { currentPerson, dateOf, makeCommit, treeOf } from '../../git/commit.ts';
import { goneFiles } from '../../git/gone-files.ts';
import { takeFiles } from '../../git/take-files.ts';
import type { TaskRecord } from '../../result/records.ts';
import type { Question } from '../../workflow/question.ts';
import type { StageContext } from '../context.ts';
import { answerTo } from '../questions/answers.ts';
import { readBrief } from './read-brief.ts';

/** The results as they may be combined; or what is asked about them; or that a person has left it at that. */
export type Deletions =
  | { readonly how: 'decided'; readonly tasks: readonly TaskRecord[] }
  | { readonly how: 'asked'; readonly questions: readonly Question[] }
  | { readonly how: 'given-up'; readonly failure: Failure };

/**
 * Holds what tasks have deleted against what they were to delete. A file that is gone without that is a question for each
 * task: it may go, or it stays and the rest of the task's work lands with its siblings.
 */
export async function settleDeletions(
  context: StageContext,
  stage: string,
  tasks: readonly TaskRecord[],
): Promise<Deletions> {
  const settled: TaskRecord[] = [];
  const questions: Question[] = [];
  for (const record of tasks) {
    const paths = await undeclaredDeletions(context, record);
    if (paths.length === 0) {
      settled.push(record);
      continue;
    }
    const question = questionAbout(stage, record, paths);
    const answer = await answerTo(context, question);
    if (!answer) questions.push(question);
    else if (answer.choice === 'allow') settled.push(record);
    else if (answer.choice === 'keep') settled.push(await withFiles(context, record, paths));
    else {
      const next = `Name them as \`delete:<path>\` among the files of task ${record.id}, or change what it is to do, and run again.`;
      const said = fail('question', `${question.text} ${answer.by} chose to leave it at that. ${next}`);
      return { how: 'given-up', failure: said.failure };
    }
  }
  return questions.length > 0 ? { how: 'asked', questions } : { how: 'decided', tasks: settled };
}

/** What a task's change takes away and the plan does not say that it does. What moved with its content is there. */
async function undeclaredDeletions(context: StageContext, record: TaskRecord): Promise<string[]> {
  const gone = await goneFiles(context.repository.git, record.start!, record.commit!);
  if (gone.length === 0) return [];
  const task = context.phase.tasks.find(({ id }) => id === record.id);
  const deletes = task ? ((await readBrief(context, task)).deletes ?? []) : [];
  const isDeclared = picomatch(deletes, { dot: true });
  return gone.filter((path) => !deletes.includes(path) && !isDeclared(path));
}

/** The result with these files as they were where it started. */
async function withFiles(
  { host, phase, repository }: StageContext,
  record: TaskRecord,
  paths: readonly string[],
): Promise<TaskRecord> {
  const { git } = repository;
  const { start, commit } = record as TaskRecord & { start: string; commit: string };
  const about = { commit, from: start, paths, parent: commit, scratch: join(phase.state, 'scratch') };
  const tree = await treeOf(git, await takeFiles(host, git, about));
  // It stands for the work, also by its date.
  const author = { ...(await currentPerson(git)), date: await dateOf(git, commit) };
  const message = `Work of task ${record.id}, with what it deletes\n`;
  return { ...record, commit: await makeCommit(git, { tree, parents: [commit], message, author }) };
}

function questionAbout(stage: string, { id, commit, start }: TaskRecord, paths: readonly string[]): Question {
  const identity = createHash('sha256')
    .update(JSON.stringify(['deletion', id, commit, paths]))
    .digest('hex');
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'deletion',
    stage,
    text: `Task ${id} deletes ${paths.length === 1 ? 'a file' : `${paths.length} files`} that the plan does not say it deletes.`,
    context: [...paths, `See what it did with: git diff ${start} ${commit}`],
    options: [
      { name: 'allow', does: 'delete them, as the task has' },
      { name: 'keep', does: 'keep them; the rest of its work lands, if gates and review let it pass with them' },
      {
        name: 'abandon',
        does: `leave it at that; name them as \`delete:<path>\` among the files of task ${id}, or change what it is to do, and run again`,
      },
    ],
    default: 'abandon',
  };
}

import { createHash } from 'node:crypto';
import picomatch from 'picomatch';
import { fail } from '../../failure.ts';
import { goneFiles } from '../../git/gone-files.ts';
import type { Question } from '../../workflow/question.ts';
import type { StageContext } from '../context.ts';
import { answerTo } from '../questions/answers.ts';
import { readBrief } from '../task/read-brief.ts';
import type { Landing } from './landing.ts';

const stage = 'land';

/**
 * What fixes of the review have deleted, beside what the squash has, and no task was to delete: a question, and nothing is
 * moved before it is answered. Undefined where there is nothing to ask, or a person lets it go.
 */
export async function deletedInReview(
  context: StageContext,
  { squashed, approved }: { readonly squashed: string; readonly approved: string },
): Promise<Landing | undefined> {
  const { git } = context.repository;
  const { polished, tasks } = context.phase;
  const before = new Set(await goneFiles(git, polished, squashed));
  const gone = (await goneFiles(git, polished, approved)).filter((path) => !before.has(path));
  if (gone.length === 0) return undefined;
  const briefs = await Promise.all(tasks.map((task) => readBrief(context, task)));
  const deletes = briefs.flatMap((brief) => brief.deletes ?? []);
  const isDeclared = picomatch(deletes, { dot: true });
  const paths = gone.filter((path) => !deletes.includes(path) && !isDeclared(path));
  if (paths.length === 0) return undefined;
  const question = questionAbout(paths, squashed, approved);
  const answer = await answerTo(context, question);
  if (answer?.choice === 'allow') return undefined;
  if (answer) {
    const next =
      'Nothing was moved; the work is kept. Name them as `delete:<path>` among the files of a task, and run again.';
    return fail('question', `${question.text} ${answer.by} chose to leave it at that. ${next}`);
  }
  context.emit({ type: 'question', stage, text: `${question.text} (${question.id})` });
  return { questions: [question] };
}

function questionAbout(paths: readonly string[], squashed: string, approved: string): Question {
  const identity = createHash('sha256')
    .update(JSON.stringify(['deletion', approved, paths]))
    .digest('hex');
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'deletion',
    stage,
    text: `Fixes of the review delete ${paths.length === 1 ? 'a file' : `${paths.length} files`} that no task was to delete.`,
    context: [...paths, `See what they did with: git diff ${squashed} ${approved}`],
    options: [
      { name: 'allow', does: 'delete them, as the fixes have' },
      { name: 'abandon', does: 'move nothing; the work is kept' },
    ],
    default: 'abandon',
  };
}

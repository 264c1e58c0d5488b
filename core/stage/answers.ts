import type { Host } from '../host/host.ts';
import { makeCommit } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { readRef, setRef, type PhaseRefs } from '../git/refs.ts';
import { answerSchema, type Answer, type Question } from '../workflow/question.ts';

/** What a person answered, if anybody has. An answer that is not one of the question's options does not count. */
export async function findAnswer(git: Git, refs: PhaseRefs, question: Question): Promise<Answer | undefined> {
  const commit = await readRef(git, refs.answer(question.id));
  if (commit === undefined) return undefined;
  const parsed = answerSchema.safeParse(JSON.parse(await git.text(['show', '-s', '--format=%b', commit])));
  const isOption = parsed.success && question.options.some((option) => option.name === parsed.data.choice);
  return isOption ? parsed.data : undefined;
}

/** Records an answer, with who gave it and when. The next run takes it up. */
export async function keepAnswer(host: Host, git: Git, refs: PhaseRefs, answer: Omit<Answer, 'at'>): Promise<void> {
  const complete: Answer = { ...answer, at: new Date(host.clock.wall()).toISOString() };
  const commit = await makeCommit(git, {
    tree: await git.text(['hash-object', '-t', 'tree', '-w', '--stdin'], { input: '' }),
    parents: [],
    message: `answer\n\n${JSON.stringify(complete)}\n`,
    author: { name: 'phasewright', email: 'phasewright@localhost' },
  });
  await setRef(git, refs.answer(answer.question), commit);
}

import type { Host } from '../../host/host.ts';
import type { Git } from '../../git/git.ts';
import { keepNote, readNote, readNotes } from '../../git/note.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import {
  answerSchema,
  asksTheSame,
  isSafe,
  questionSchema,
  type Answer,
  type Question,
} from '../../workflow/question.ts';
import type { StageContext } from '../context.ts';

/**
 * What was answered, if anything was: to this very question, with one of its options. What a person was shown under the id of
 * another question is no answer to that one.
 */
export async function findAnswer(git: Git, refs: PhaseRefs, question: Question): Promise<Answer | undefined> {
  const note = await readNote(git, refs.answer(question.id));
  const answer = answerSchema.safeParse(note?.['answer']);
  const asked = questionSchema.safeParse(note?.['question']);
  if (!answer.success || !asked.success || !asksTheSame(asked.data, question)) return undefined;
  return question.options.some((option) => option.name === answer.data.choice) ? answer.data : undefined;
}

/** What was answered, or what the options lay down for such a question: that is recorded like an answer. */
export async function answerTo(context: StageContext, question: Question): Promise<Answer | undefined> {
  const { host, refs, phase } = context;
  const { git } = context.repository;
  const found = await findAnswer(git, refs, question);
  if (found) return found;
  const choice = phase.options.questions.answers[question.reason];
  if (choice === undefined || !isSafe(question, choice)) return undefined;
  // What did not help once is for a person to decide, or a loop would go on for ever.
  const before = (await givenAnswers(git, refs)).map(({ question: asked, answer }) => ({ ...asked, how: answer.how }));
  const { stage, reason } = question;
  if (before.some((one) => one.how === 'option' && one.stage === stage && one.reason === reason)) return undefined;
  const by = `option questions.answers.${reason}`;
  return await keepAnswer(host, git, refs, { question, choice, text: '', by, how: 'option' });
}

/** Records an answer, with what was asked, who gave it, when and how. The next run takes it up. */
export async function keepAnswer(
  host: Host,
  git: Git,
  refs: PhaseRefs,
  { question, ...said }: Omit<Answer, 'question' | 'at'> & { readonly question: Question },
): Promise<Answer> {
  const answer: Answer = { question: question.id, ...said, at: new Date(host.clock.wall()).toISOString() };
  await keepNote(git, refs.answer(question.id), { question, answer });
  return answer;
}

export interface Given {
  readonly question: Question;
  readonly answer: Answer;
}

/** All answers of a phase, in the order in which they were given. */
export async function givenAnswers(git: Git, refs: PhaseRefs): Promise<Given[]> {
  const notes = await readNotes(git, refs.answer());
  const given = [...notes.values()].flatMap((note) => {
    const question = questionSchema.safeParse(note['question']);
    const answer = answerSchema.safeParse(note['answer']);
    return question.success && answer.success ? [{ question: question.data, answer: answer.data }] : [];
  });
  return given.toSorted((a, b) => a.answer.at.localeCompare(b.answer.at));
}

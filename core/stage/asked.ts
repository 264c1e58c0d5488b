import { z } from 'zod';
import type { Git } from '../git/git.ts';
import { keepNote, readNote, readNotes } from '../git/note.ts';
import type { PhaseRefs } from '../git/refs.ts';
import { isSafe, questionSchema, type Question } from '../workflow/question.ts';
import { answerTo, keepAnswer } from './answers.ts';
import type { StageContext } from './context.ts';

const askedSchema = z.object({
  question: questionSchema,
  /** When it was asked for the first time, ISO 8601: asking again does not begin its time anew. */
  askedAt: z.iso.datetime(),
  /** When its default is taken, by the options of the last run that asked it; null: it waits. */
  deadline: z.iso.datetime().nullable(),
});
export type Asked = z.infer<typeof askedSchema>;

/** Records what a run has left open, and since when. */
export async function recordAsked(context: StageContext, questions: readonly Question[]): Promise<void> {
  const { host, repository, refs, phase } = context;
  for (const question of questions) {
    const before = askedSchema.safeParse(await readNote(repository.git, refs.asked(question.id)));
    const askedAt = before.success ? before.data.askedAt : new Date(host.clock.wall()).toISOString();
    const asked: Asked = { question, askedAt, deadline: deadlineOf(askedAt, phase.options.questions) };
    if (before.success && before.data.deadline === asked.deadline) continue;
    await keepNote(repository.git, refs.asked(question.id), asked);
  }
}

/** Everything that was ever asked in a phase. */
export async function askedQuestions(git: Git, refs: PhaseRefs): Promise<Asked[]> {
  const notes = await readNotes(git, refs.asked());
  return notes.flatMap((note) => {
    const asked = askedSchema.safeParse(note);
    return asked.success ? [asked.data] : [];
  });
}

/**
 * Answers what no person has: as the options of this run lay it down, or by the default of a question whose time is up.
 */
export async function answerOverdue(context: StageContext): Promise<void> {
  const { host, repository, refs, phase } = context;
  for (const { question, askedAt } of await askedQuestions(repository.git, refs)) {
    if (await answerTo(context, question)) continue;
    const deadline = deadlineOf(askedAt, phase.options.questions);
    if (deadline === null || host.clock.wall() < Date.parse(deadline)) continue;
    const { id, stage, default: choice } = question;
    if (!isSafe(question, choice)) throw new Error(`Internal error: the default of question ${id} lets work through`);
    const by = 'the default after the deadline';
    await keepAnswer(host, repository.git, refs, { question, choice, text: '', by, how: 'default after deadline' });
    context.emit({ type: 'note', stage, text: `${id}: nobody answered until ${deadline}, so it is "${choice}"` });
  }
}

function deadlineOf(
  askedAt: string,
  { deadline, whenPassed }: StageContext['phase']['options']['questions'],
): string | null {
  if (deadline === undefined || whenPassed === 'wait') return null;
  return new Date(Date.parse(askedAt) + deadline * 1000).toISOString();
}

import { z } from 'zod';
import type { Git } from '../../git/git.ts';
import { keepNote, readNotes } from '../../git/note.ts';
import { everyAsked, phaseRefs, type PhaseRefs } from '../../git/refs.ts';
import type { Host } from '../../host/host.ts';
import { slug } from '../../plan/tasks/slug.ts';
import { isSafe, questionSchema, type Question } from '../../workflow/question.ts';
import { answerTo, keepAnswer } from './answers.ts';
import type { StageContext } from '../context.ts';

const aboutSchema = z.object({
  project: z.string(),
  /** By its id. */ plan: z.string(),
  /** By its id. */ phase: z.string(),
  /** The remote through which the phase is shared: others have the answer from there. */
  shared: z.string().optional(),
});
/** What a question is about, as a command names it. */
export type AskedAbout = z.infer<typeof aboutSchema>;

const askedSchema = z.object({
  question: questionSchema,
  /** When it was asked for the first time, ISO 8601: asking again does not begin its time anew. */
  askedAt: z.iso.datetime(),
  /** When its default is taken, by the options of the last run that asked it; null: it waits. */
  deadline: z.iso.datetime().nullable(),
  /** Questions of an older release lack it. */
  about: aboutSchema.optional(),
  /** What has left it open: the last run of the phase, or the last `exit-criteria --prove`. Null: what asked it asks it no more. */
  openIn: z.enum(['run', 'checkout']).nullable().default(null),
});
export type Asked = z.infer<typeof askedSchema>;

/** Records what a run has left open, and since when. */
export async function recordAsked(context: StageContext, questions: readonly Question[]): Promise<void> {
  const { host, repository, refs, phase } = context;
  const about = { project: phase.project, plan: phase.plan.id, phase: phase.phase.id, ...sharedBy(phase) };
  const deadline = (askedAt: string): string | null => deadlineOf(askedAt, phase.options.questions);
  await keepAsked(host, { git: repository.git, refs }, { about, openIn: 'run', deadline }, questions);
}

/** Records what was asked in a checkout, without a run: it waits until somebody answers. */
export async function recordAskedHere(
  host: Host,
  place: { readonly git: Git; readonly refs: PhaseRefs },
  about: AskedAbout,
  questions: readonly Question[],
): Promise<void> {
  await keepAsked(host, place, { about, openIn: 'checkout', deadline: () => null }, questions);
}

async function keepAsked(
  host: Host,
  { git, refs }: { readonly git: Git; readonly refs: PhaseRefs },
  by: {
    readonly about: AskedAbout;
    readonly openIn: 'run' | 'checkout';
    readonly deadline: (askedAt: string) => string | null;
  },
  questions: readonly Question[],
): Promise<void> {
  const known = new Map((await askedQuestions(git, refs)).map((one) => [one.question.id, one]));
  const keep = async (asked: Asked): Promise<void> => {
    const isKnown = JSON.stringify(known.get(asked.question.id)) === JSON.stringify(askedSchema.parse(asked));
    if (!isKnown) await keepNote(git, refs.asked(asked.question.id), asked);
  };
  const now = new Set(questions.map(({ id }) => id));
  for (const asked of known.values())
    if (asked.openIn === by.openIn && !now.has(asked.question.id)) await keep({ ...asked, openIn: null });
  for (const question of questions) {
    const before = known.get(question.id);
    // A run that waits for it goes on waiting.
    if (before?.openIn === 'run' && by.openIn === 'checkout') continue;
    const askedAt = before?.askedAt ?? new Date(host.clock.wall()).toISOString();
    await keep({ question, askedAt, deadline: by.deadline(askedAt), about: by.about, openIn: by.openIn });
  }
}

/** Everything that was ever asked in a phase. */
export async function askedQuestions(git: Git, refs: PhaseRefs): Promise<Asked[]> {
  return await readAsked(git, refs.asked());
}

/** Everything that was ever asked in a repository. */
export async function askedAnywhere(git: Git): Promise<Asked[]> {
  return await readAsked(git, everyAsked);
}

async function readAsked(git: Git, place: string): Promise<Asked[]> {
  const notes = await readNotes(git, place);
  return [...notes].flatMap(([ref, note]) => askedIn(ref, note) ?? []);
}

/** What a note says was asked; undefined where it is no such note, or of another question or phase than its ref. */
export function askedIn(ref: string, note: unknown): Asked | undefined {
  const asked = askedSchema.safeParse(note);
  if (!asked.success) return undefined;
  const { about, question } = asked.data;
  const isThere =
    about === undefined
      ? ref.endsWith(`/asked/${question.id}`)
      : ref === phaseRefs(about.plan, slug(about.phase)).asked(question.id);
  return isThere ? asked.data : undefined;
}

/**
 * Answers what no person has: as the options of this run lay it down, or by the default of a question whose time is up.
 * What was asked in a checkout waits for a person.
 */
export async function answerOverdue(context: StageContext): Promise<void> {
  const { host, repository, refs, phase } = context;
  for (const { question, askedAt, openIn } of await askedQuestions(repository.git, refs)) {
    if (openIn === 'checkout' || (await answerTo(context, question))) continue;
    const deadline = deadlineOf(askedAt, phase.options.questions);
    if (deadline === null || host.clock.wall() < Date.parse(deadline)) continue;
    const { id, stage, default: choice } = question;
    if (!isSafe(question, choice)) throw new Error(`Internal error: the default of question ${id} lets work through`);
    const by = 'the default after the deadline';
    await keepAnswer(host, repository.git, refs, { question, choice, text: '', by, how: 'default after deadline' });
    context.emit({ type: 'note', stage, text: `${id}: nobody answered until ${deadline}, so it is "${choice}"` });
  }
}

function sharedBy({ shared }: StageContext['phase']): Pick<AskedAbout, 'shared'> {
  return shared === undefined ? {} : { shared };
}

function deadlineOf(
  askedAt: string,
  { deadline, whenPassed }: StageContext['phase']['options']['questions'],
): string | null {
  if (deadline === undefined || whenPassed === 'wait') return null;
  return new Date(Date.parse(askedAt) + deadline * 1000).toISOString();
}

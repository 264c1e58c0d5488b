import { fail, ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { phaseRefs, type PhaseRefs } from '../../git/refs.ts';
import { openRepository, type Repository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';
import { slug } from '../../plan/tasks/slug.ts';
import type { Question } from '../../workflow/question.ts';
import { findAnswer } from './answers.ts';
import { askedAnywhere, type AskedAbout } from './asked.ts';

/** A question that was asked in a repository, from whatever checkout. */
export interface AskedQuestion {
  readonly question: Question;
  /** When it was asked for the first time, ISO 8601. */
  readonly askedAt: string;
  /** When its default is taken; null: it waits. */
  readonly deadline: string | null;
  readonly about: AskedAbout;
  readonly refs: PhaseRefs;
  /** The last that asked it has left it open, and nobody has answered. Others can be answered too: an answer may be changed. */
  readonly isOpen: boolean;
  /** The command that takes the answer up. */
  readonly next: string;
}

/** The questions of all phases of a repository, the oldest first: those that are open, and those that were asked before. */
export async function questionsOf(
  host: Host,
  checkout: string,
): Promise<Result<{ repository: Repository; questions: readonly AskedQuestion[] }>> {
  const opened = await openRepository(host, checkout);
  if (!opened.ok) return opened;
  const repository = opened.value;
  return ok({ repository, questions: await questionsIn(repository.git) });
}

/** The same, where git only reads. */
export async function questionsIn(git: Git): Promise<AskedQuestion[]> {
  const questions: AskedQuestion[] = [];
  for (const { question, askedAt, deadline, about, openIn } of await askedAnywhere(git)) {
    if (!about) continue;
    const refs = phaseRefs(about.plan, slug(about.phase));
    const isOpen = openIn !== null && (await findAnswer(git, refs, question)) === undefined;
    questions.push({ question, askedAt, deadline, about, refs, isOpen, next: commandFor(about, openIn) });
  }
  return questions.toSorted((a, b) => a.askedAt.localeCompare(b.askedAt));
}

function commandFor({ project, plan, phase }: AskedAbout, openIn: 'run' | 'checkout' | null): string {
  const flags = `--plan=${plan} --phase=${phase}`;
  return openIn === 'checkout'
    ? `npx nx run ${project}:exit-criteria ${flags} --prove`
    : `npx nx run ${project}:implement-phase ${flags}`;
}

/** The question of that id, an open one first; a refusal that names those that are open. */
export async function findQuestion(
  host: Host,
  checkout: string,
  id: string,
): Promise<Result<AskedQuestion & { repository: Repository }>> {
  const found = await questionsOf(host, checkout);
  if (!found.ok) return found;
  const { repository, questions } = found.value;
  const called = questions.filter((one) => one.question.id === id);
  const asked = called.find((one) => one.isOpen) ?? called[0];
  if (asked) return ok({ ...asked, repository });
  const ids = questions.filter((one) => one.isOpen).map((one) => one.question.id);
  return fail('question', `Unexpected question "${id}", expected one of: ${ids.join(', ') || 'none is open'}.`);
}

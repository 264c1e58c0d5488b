import { join } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import { phaseRefs, type PhaseRefs } from '../git/refs.ts';
import { jsonObject } from '../json.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { reportSchema, type Report } from '../report/report.ts';
import { slug } from '../plan/tasks/slug.ts';
import type { Question } from '../workflow/question.ts';
import { findAnswer } from './answers.ts';
import { askedQuestions } from './asked.ts';

/** A question of a phase that has a report. */
export interface AskedQuestion {
  readonly question: Question;
  /** When it was asked for the first time, ISO 8601; null where no run has recorded it. */
  readonly askedAt: string | null;
  /** When its default is taken; null: it waits. */
  readonly deadline: string | null;
  readonly report: Report;
  readonly refs: PhaseRefs;
  readonly isAnswered: boolean;
  /** The last run of the phase has left it open. Others can still be answered: a given answer may be changed. */
  readonly isOpen: boolean;
}

/** The questions of all phases with a report in a checkout: those that are open, and those that were asked before. */
export async function questionsOf(
  host: Host,
  checkout: string,
): Promise<Result<{ repository: Repository; questions: readonly AskedQuestion[] }>> {
  const opened = await openRepository(host, checkout);
  if (!opened.ok) return opened;
  const repository = opened.value;
  const questions: AskedQuestion[] = [];
  for (const report of await reports(host, join(repository.root, '.phasewright'))) {
    const refs = phaseRefs(report.plan.id, slug(report.phase.id));
    const asked = new Map((await askedQuestions(repository.git, refs)).map((one) => [one.question.id, one]));
    const open = new Map(report.questions.map((question) => [question.id, question]));
    for (const id of new Set([...open.keys(), ...asked.keys()])) {
      const before = asked.get(id);
      const question = open.get(id) ?? before?.question;
      if (!question) continue;
      const isAnswered = (await findAnswer(repository.git, refs, question)) !== undefined;
      questions.push({
        question,
        askedAt: before?.askedAt ?? null,
        deadline: before?.deadline ?? null,
        report,
        refs,
        isAnswered,
        isOpen: open.has(id) && !isAnswered,
      });
    }
  }
  return ok({ repository, questions });
}

/** The question of that id; a refusal that names those that are open. */
export async function findQuestion(
  host: Host,
  checkout: string,
  id: string,
): Promise<Result<AskedQuestion & { repository: Repository }>> {
  const found = await questionsOf(host, checkout);
  if (!found.ok) return found;
  const { repository, questions } = found.value;
  const asked = questions.find((one) => one.question.id === id);
  if (asked) return ok({ ...asked, repository });
  const ids = questions.filter((one) => one.isOpen).map((one) => one.question.id);
  return fail('question', `Unexpected question "${id}", expected one of: ${ids.join(', ') || 'none is open'}.`);
}

/** Reports lie as deep as project names have parts: `@scope/name` has two. */
async function reports(host: Host, folder: string): Promise<Report[]> {
  const found: Report[] = [];
  for (const entry of await host.files.list(folder)) {
    const path = join(folder, entry.name);
    if (entry.kind === 'folder') found.push(...(await reports(host, path)));
    else if (entry.name === 'report.json') {
      const parsed = reportSchema.safeParse(jsonObject(await host.files.read(path)));
      if (parsed.success) found.push(parsed.data);
    }
  }
  return found;
}

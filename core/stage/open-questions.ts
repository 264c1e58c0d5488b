import { join } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import { phaseRefs, type PhaseRefs } from '../git/refs.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { reportSchema, type Report } from '../report/report.ts';
import { slug } from '../plan/slug.ts';
import type { Question } from '../workflow/question.ts';
import { findAnswer } from './answers.ts';

/** A question that the last report of a phase left open. */
export interface OpenQuestion {
  readonly question: Question;
  readonly report: Report;
  readonly refs: PhaseRefs;
  readonly isAnswered: boolean;
}

/** The questions of all reports in a checkout; what a person can answer there. */
export async function openQuestions(
  host: Host,
  checkout: string,
): Promise<Result<{ repository: Repository; questions: readonly OpenQuestion[] }>> {
  const opened = await openRepository(host, checkout);
  if (!opened.ok) return opened;
  const repository = opened.value;
  const questions: OpenQuestion[] = [];
  for (const report of await reports(host, repository.root)) {
    const refs = phaseRefs(report.plan.id, slug(report.phase.id));
    for (const question of report.questions) {
      const isAnswered = (await findAnswer(repository.git, refs, question)) !== undefined;
      questions.push({ question, report, refs, isAnswered });
    }
  }
  return ok({ repository, questions });
}

/** The open question of that id; a refusal that names those there are. */
export async function findQuestion(
  host: Host,
  checkout: string,
  id: string,
): Promise<Result<OpenQuestion & { repository: Repository }>> {
  const found = await openQuestions(host, checkout);
  if (!found.ok) return found;
  const { repository, questions } = found.value;
  const open = questions.find((one) => one.question.id === id);
  if (open) return ok({ ...open, repository });
  const ids = questions.map((one) => one.question.id).join(', ') || 'none is open';
  return fail('question', `Unexpected question "${id}", expected one of: ${ids}.`);
}

async function reports(host: Host, root: string): Promise<Report[]> {
  const folder = join(root, '.phasewright');
  const found: Report[] = [];
  for (const project of await host.files.list(folder)) {
    for (const phase of await host.files.list(join(folder, project.name))) {
      const text = await host.files.read(join(folder, project.name, phase.name, 'report', 'report.json'));
      const parsed = text === undefined ? undefined : reportSchema.safeParse(JSON.parse(text));
      if (parsed?.success) found.push(parsed.data);
    }
  }
  return found;
}

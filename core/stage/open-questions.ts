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
  for (const report of await reports(host, join(repository.root, '.phasewright'))) {
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

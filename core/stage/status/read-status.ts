import { addUsage, type Usage } from '../../agent/usage.ts';
import { ok, type Result } from '../../failure.ts';
import { openToRead } from '../../git/open-to-read.ts';
import type { Host } from '../../host/host.ts';
import { seePhases } from '../overview/phases.ts';
import { questionsIn } from '../questions/open-questions.ts';
import { phaseStatus } from './phase-status.ts';
import { statusVersion, type Status, type StatusQuestion } from './status.ts';
import { workersOf } from './workers.ts';

/**
 * What goes on in the repository around a folder, from refs, journals and accounts. Nothing is written and nothing is
 * locked: a run does not notice that somebody looks.
 */
export async function readStatus(host: Host, folder: string): Promise<Result<Status>> {
  const opened = await openToRead(host, folder);
  if (!opened.ok) return opened;
  const repository = opened.value;
  const asked = await questionsIn(repository.git);
  const seen = await seePhases(host, repository);
  const phases = await Promise.all(seen.map(async (phase) => await phaseStatus(host, repository.git, phase, asked)));
  return ok({
    version: statusVersion,
    checkout: repository.root,
    phases,
    workers: workersOf(seen.flatMap(({ claims, others }) => [...claims, ...others])),
    questions: asked
      .filter(({ isOpen }) => isOpen)
      .map(({ question, about, askedAt, deadline, next }): StatusQuestion => ({
        question,
        plan: about.plan,
        phase: about.phase,
        project: about.project,
        askedAt,
        deadline,
        next,
      })),
    spent: phases.reduce((sum: Usage, { spent }) => addUsage(sum, spent), {}),
  });
}

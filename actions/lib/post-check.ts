import { ok, type Result } from '../../core/failure.ts';
import { asked, type Repository } from './ask-github.ts';
import type { PhaseCheck } from './phase-check.ts';

/** The commit that a check is of, and the page of the run. */
export interface CheckPlace {
  readonly commit: string;
  readonly run: string;
}

/**
 * Makes the check of a phase on a commit, and hands its further annotations in. It is made with its conclusion at once: a job that
 * is ended halfway leaves a check that lacks annotations, and none that runs for ever.
 */
export async function postCheck(
  { octokit, at }: Repository,
  { name, conclusion, title, summary, annotations: [first = [], ...more] }: PhaseCheck,
  { commit, run }: CheckPlace,
): Promise<Result<{ readonly url: string }>> {
  const outputOf = (annotations: PhaseCheck['annotations'][number]) => ({
    output: { title, summary, annotations: [...annotations] },
  });
  const doing = { doing: `take the check of ${commit.slice(0, 10)}`, needs: 'checks: write' };
  const created = await asked(doing, () =>
    octokit.rest.checks.create({
      ...at,
      name,
      head_sha: commit,
      status: 'completed',
      conclusion,
      details_url: run,
      ...outputOf(first),
    }),
  );
  if (!created.ok) return created;
  const { id, html_url: url } = created.value.data;
  for (const annotations of more) {
    const updated = await asked(doing, () =>
      octokit.rest.checks.update({ ...at, check_run_id: id, ...outputOf(annotations) }),
    );
    if (!updated.ok) return updated;
  }
  return ok({ url: url ?? run });
}

import { resolve } from 'node:path';
import { z } from 'zod';
import { checkBundle, usualLimits } from '../../../core/bundle/open-bundle.ts';
import { fail, ok } from '../../../core/failure.ts';
import { phaseMarker } from '../../../core/report/phase-marker.ts';
import { annotate } from '../annotate.ts';
import { annotationsOf } from '../annotations.ts';
import { repositoryOf } from '../ask-github.ts';
import { readInputs, word, yesOrNo } from '../inputs.ts';
import { runUrl } from '../job.ts';
import { phaseCheck } from '../phase-check.ts';
import { phaseComment } from '../phase-comment.ts';
import { phaseSummary } from '../phase-summary.ts';
import { postCheck } from '../post-check.ts';
import { postComment } from '../post-comment.ts';
import { readReport } from '../read-report.ts';
import type { Stage } from '../stage.ts';
import { tell } from '../tell.ts';
import { writeSummary } from '../write-summary.ts';

/** What the step has that shows a phase to people. */
export const reportInputs = {
  bundle: word,
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'expected the output "digest" of the job that made the bundle'),
  token: z.string().optional(),
  /** Number of an issue or pull request. */
  issue: z.coerce.number({ error: 'expected the number of an issue or pull request' }).int().positive().optional(),
  check: yesOrNo.default(false),
  author: word.optional(),
};

/** Shows the report of a bundle: summary and annotations; and where a token is handed over, one comment and a check of the commit. */
export const report: Stage = async (host, job, workspace) => {
  const read = readInputs(job, reportInputs);
  if (!read.ok) return read;
  const { bundle, digest, token, issue, check, author } = read.value;
  const folder = resolve(workspace, bundle);
  // How large it may be was for the job that has landed it to say.
  const limits = { ...usualLimits, bytes: Infinity };
  const manifest = await checkBundle(host, { folder, digest, limits });
  if (!manifest.ok) return manifest;
  const found = readReport(folder, manifest.value);
  if (!found.ok) return found;
  if (!found.value) return ok({ outputs: {} });
  const { report: told } = found.value;
  writeSummary(job, (most) => phaseSummary(told, most));
  annotate(annotationsOf(told));
  if (issue === undefined && !check) return ok({ outputs: {} });
  if (token === undefined)
    return fail('bad-option', 'Unexpected absence of input "token" where a comment or a check was asked for.');
  const repository = repositoryOf(job, token);
  if (!repository.ok) return repository;
  const run = runUrl(job) ?? '';
  const outputs: Record<string, string> = {};
  if (issue !== undefined) {
    const marker = phaseMarker(told.plan.id, told.phase.id);
    const write = (before: string | undefined): string => phaseComment({ report: told, run }, before);
    const posted = await postComment(repository.value, { issue, marker, write, ...(author && { author }) });
    if (!posted.ok) return posted;
    outputs['comment-url'] = posted.value.url;
    if (posted.value.note !== undefined) tell(job, posted.value.note);
  }
  if (check && told.final === null)
    tell(job, 'No check is made: the phase has no final commit yet that it could be of.');
  if (!check || told.final === null) return ok({ outputs });
  const checked = await postCheck(repository.value, phaseCheck(told), { commit: told.final.commit, run });
  return checked.ok ? ok({ outputs: { ...outputs, 'check-url': checked.value.url } }) : { ...checked };
};

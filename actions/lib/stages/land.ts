import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { deliver, type Delivered } from '../../../core/bundle/deliver.ts';
import { reportName, type Manifest } from '../../../core/bundle/manifest.ts';
import { fail, ok, type Result } from '../../../core/failure.ts';
import { git, type Git } from '../../../core/git/git.ts';
import { originOf } from '../../../core/git/origin.ts';
import { readRemote } from '../../../core/git/remote.ts';
import type { Host } from '../../../core/host/host.ts';
import { phaseMarker } from '../../../core/report/phase-marker.ts';
import { pullRequestBody } from '../../../core/report/pull-request-body.ts';
import type { Report } from '../../../core/report/report.ts';
import { github } from '../../../executors/github.ts';
import { readInputs, word, yesOrNo } from '../inputs.ts';
import type { Job } from '../job.ts';
import { namedInputs, openNamed } from '../open-named.ts';
import { placeOf } from '../place.ts';
import { readReport } from '../read-report.ts';
import type { Stage } from '../stage.ts';
import { checkStatement, statementName } from '../statement.ts';
import { tell } from '../tell.ts';
import { withToken } from '../with-token.ts';

/** What the step has that may write. */
export const landInputs = {
  bundle: word,
  /** What the job that made the bundle has handed over beside it. */
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'expected the output "digest" of the job that made the bundle'),
  /** Writes to the repository, and opens pull requests. */
  token: z.string({ error: 'expected a token with `contents: write`' }).min(1),
  ...namedInputs,
  land: z.enum(['branch', 'pull-request', 'main']).default('pull-request'),
  workflows: yesOrNo.default(false),
  'most-bytes': z.coerce.number().int().positive().optional(),
};

/**
 * Brings a bundle to the remote: its results in any case, and what lands if all of it is proven. No agent, no gate and no hook runs
 * in this step, and nothing of the bundle is run.
 */
export const land: Stage = async (host, job, workspace) => {
  const read = readInputs(job, landInputs);
  if (!read.ok) return read;
  const place = placeOf(job, workspace);
  if (!place.ok) return place;
  const inputs = read.value;
  const folder = resolve(workspace, inputs.bundle);
  const most = inputs['most-bytes'];
  const limits = most === undefined ? {} : { limits: { bytes: most, files: 1000 } };
  const checkout = git(host, workspace);
  const opened = await openNamed(host, checkout, { folder, digest: inputs.digest, ...limits }, inputs);
  if (!opened.ok) return opened;
  const { manifest } = opened.value;
  const report = reportOf(folder, manifest);
  if (!report.ok) return report;
  const about = { checkout: workspace, folder: place.value.folder, token: inputs.token };
  const delivery = { remote: 'origin', land: inputs.land, mayChangeWorkflows: inputs.workflows };
  const delivered = await withToken(
    host,
    about,
    async (inner) => await deliver(inner, git(inner, workspace), opened.value, delivery),
  );
  if (!delivered.ok) return delivered;
  const { brought, left, landed, failure } = delivered.value;
  tell(job, `${brought.length} refs brought to origin\n${left.map((ref) => `  others were first: ${ref}\n`).join('')}`);
  const outcome = manifest.outcome ?? 'done';
  if (!landed) return ok({ outputs: { outcome, brought: String(brought.length) }, ...(failure && { failure }) });
  tell(job, `${landed.ref} is at ${landed.commit}, tree ${landed.tree}\n`);
  const outputs = {
    outcome,
    brought: String(brought.length),
    branch: landed.ref.replace('refs/heads/', ''),
    commit: landed.commit,
  };
  // What has landed has landed; the job is red all the same where something else is not there.
  const untaken = failure && { failure };
  if (inputs.land !== 'pull-request' || report.value === undefined) return ok({ outputs, ...untaken });
  const pull = await openPullRequest(host, job, { ...about, landed, report: report.value, token: inputs.token });
  if (!pull.ok) return ok({ outputs, failure: pull.failure });
  return ok({ outputs: { ...outputs, ...pull.value }, ...untaken });
};

/** The report of a bundle; where that lands something, it has one, and a statement that is about exactly that. */
function reportOf(folder: string, manifest: Manifest): Result<Report | undefined> {
  const read = readReport(folder, manifest);
  if (!read.ok) return read;
  const { landing, files } = manifest;
  if (!landing) return ok(read.value?.report);
  if (!read.value) return fail('bundle', 'The bundle lands something and has no report.');
  const { report, bytes } = read.value;
  if (report.final?.commit !== landing.to)
    return fail(
      'bundle',
      `${reportName} of the bundle is about ${report.final?.commit ?? 'nothing that is final'}, and it lands ${landing.to}.`,
    );
  if (!files.some(({ path }) => path === statementName))
    return fail('bundle', 'The bundle lands something and has no statement.');
  const text = readFileSync(join(folder, statementName), 'utf8');
  const stated = checkStatement(text, { report: bytes, ...report.final });
  return stated.ok ? ok(report) : stated;
}

async function openPullRequest(
  host: Host,
  job: Job,
  about: {
    readonly checkout: string;
    readonly folder: string;
    readonly landed: NonNullable<Delivered['landed']>;
    readonly report: Report;
    readonly token: string;
  },
): Promise<Result<Record<string, string>>> {
  const { checkout, landed, report, token } = about;
  const here: Git = git(host, checkout);
  const base = await withToken(host, about, async (inner) => await readRemote(git(inner, checkout), 'origin'));
  if (!base.ok) return base;
  const remote = (await originOf(here)) ?? '';
  const opened = await github({ ...job.env, GITHUB_TOKEN: token }).open({
    remote,
    head: landed.ref.replace('refs/heads/', ''),
    base: (base.value.main ?? 'refs/heads/main').replace('refs/heads/', ''),
    title: await here.text(['show', '-s', '--format=%s', landed.commit]),
    body: pullRequestBody(report),
    marker: phaseMarker(report.plan.id, report.phase.id),
  });
  if (!opened.ok) return opened;
  if (opened.value.how === 'by-hand') return ok({ 'pull-request-url': opened.value.next });
  const { url } = opened.value;
  return ok({ 'pull-request-url': url, 'pull-request': /\/(\d+)$/.exec(url)?.[1] ?? '' });
}

import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import { describeFailure, fail, ok, type Failure, type Result } from '../../failure.ts';
import { hideFromCheckout } from '../../git/worktree.ts';
import { configPath } from '../../lint/config-path.ts';
import { readConfig, settingsOf } from '../../lint/config.ts';
import { formatDiagnostic, isBlocking } from '../../lint/diagnostic.ts';
import { formatJson } from '../../lint/format/json.ts';
import { formatSarif } from '../../lint/format/sarif.ts';
import type { LintReport } from '../../lint/suppress.ts';
import { lintTargets, plansWithPhase, planTarget } from '../../lint/target.ts';
import type { Plan } from '../../plan/plan.ts';
import { readPlan } from '../../plan/read.ts';
import { recordVersion, type SpecLintRecord } from '../../result/records.ts';
import { json } from '../context.ts';
import { openLintFolder, readFiles } from './lint-folder.ts';

export interface SpecLint {
  /** The checkout whose files are read, as they lie there; the lint's configuration among them. */
  readonly root: string;
  readonly plans: readonly string[];
  /** The phase to lint; absent: all phases. */
  readonly phase: string | undefined;
  /** Where the artifacts go, absolute. */
  readonly artifacts: string;
}

export interface SpecLinted {
  /** The sum over all plans. */
  readonly record: SpecLintRecord;
  readonly report: LintReport;
  /** Path to content of all that was read. */
  readonly files: ReadonlyMap<string, string>;
}

/** Lints plans and the specs that they cite, and leaves the diagnostics; or a record of why it could not. */
export async function specLint(host: Host, about: SpecLint): Promise<Result<SpecLinted>> {
  const linted = await lintPlans(host, about);
  if (!linted.ok) {
    await leave(host, about, [['record.json', json(failedBy(linted.failure))]]);
    return linted;
  }
  const { report, files, record } = linted.value;
  await leave(host, about, [
    ['diagnostics.json', formatJson(report.diagnostics)],
    ['spec-lint.sarif', formatSarif(report, files)],
    ['record.json', json(record)],
  ]);
  return linted;
}

async function lintPlans(host: Host, { root, plans: paths, phase }: SpecLint): Promise<Result<SpecLinted>> {
  const plans: Plan[] = [];
  for (const path of paths) {
    const text = await host.files.read(join(root, path));
    if (text === undefined) return fail('unknown-plan', `Unexpected path of a plan: there is no file ${path}.`);
    plans.push(readPlan(path, text));
  }
  const wanted = plansWithPhase(plans, phase);
  if (!wanted.ok) return wanted;
  const config = readConfig(await host.files.read(join(root, configPath)));
  if (!config.ok) return config;
  const folder = await openLintFolder(host, root);
  const targets = wanted.value.map((plan) => planTarget(plan, { paths: folder.paths, phase, withFolder: false }));
  const files = await readFiles(
    host,
    root,
    targets.flatMap((target) => target.files),
  );
  const report = lintTargets(targets, { files, exists: folder.exists }, settingsOf(config.value));
  return ok({ record: recordOf(report), report, files: new Map(files.map(({ path, content }) => [path, content])) });
}

async function leave(
  host: Host,
  { artifacts }: SpecLint,
  texts: readonly (readonly [string, string])[],
): Promise<void> {
  await host.files.remove(artifacts);
  for (const [name, text] of texts) await host.files.write(join(artifacts, name), text);
  // It hides itself, so that it stays hidden where Nx restores it from a cache.
  await hideFromCheckout(host, artifacts);
}

function failedBy(failure: Failure): SpecLintRecord {
  const message = describeFailure(failure);
  return {
    version: recordVersion,
    stage: 'spec-lint',
    outcome: 'failed',
    errors: 1,
    warnings: 0,
    failure: { reason: failure.reason, message },
  };
}

function recordOf({ diagnostics }: LintReport): SpecLintRecord {
  const errors = diagnostics.filter(isBlocking);
  const warnings = diagnostics.filter((one) => one.severity === 'warning').length;
  return {
    version: recordVersion,
    stage: 'spec-lint',
    outcome: errors[0] ? 'failed' : 'done',
    errors: errors.length,
    warnings,
    ...(errors[0] ? { failure: { reason: 'spec-lint', message: formatDiagnostic(errors[0]) } } : {}),
  };
}

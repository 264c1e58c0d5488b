import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import { hideFromCheckout } from '../git/worktree.ts';
import { formatDiagnostic, isBlocking, sortDiagnostics, type Diagnostic } from '../lint/diagnostic.ts';
import { lintPhaseSpecs } from '../lint/lint.ts';
import { scanPlan } from '../plan/scan.ts';
import { recordVersion, type SpecLintRecord } from '../result/records.ts';
import { json } from './context.ts';
import { specFolder } from './protected-paths.ts';

export interface SpecLint {
  /** The checkout whose files are read, as they lie there. */
  readonly root: string;
  readonly plan: string;
  /** The phase to lint; absent: all phases. */
  readonly phase: string | undefined;
  /** Where the artifacts go, absolute. */
  readonly artifacts: string;
}

/** Lints a plan and the specs that it cites, and leaves the diagnostics. */
export async function specLint(
  host: Host,
  about: SpecLint,
): Promise<Result<{ record: SpecLintRecord; lines: readonly string[] }>> {
  const text = await host.files.read(join(about.root, about.plan));
  if (text === undefined) return fail('unknown-plan', `Unexpected path of a plan: there is no file ${about.plan}.`);
  const plan = scanPlan(about.plan, text);
  const files = [{ path: about.plan, content: text }, ...(await specsNear(host, about.root, about.plan))];
  const phases = plan.phases.filter((phase) => about.phase === undefined || phase.id === about.phase);
  const found = phases.length === 0 ? plan.problems : phases.flatMap((phase) => lintPhaseSpecs({ plan, phase, files }));
  const diagnostics = sortDiagnostics(unique(found));
  const errors = diagnostics.filter(isBlocking).length;
  const warnings = diagnostics.filter((one) => one.severity === 'warning').length;
  const record: SpecLintRecord = {
    version: recordVersion,
    stage: 'spec-lint',
    outcome: errors > 0 ? 'failed' : 'done',
    errors,
    warnings,
    ...(errors > 0
      ? { failure: { reason: 'spec-lint', message: formatDiagnostic(diagnostics.find(isBlocking)!) } }
      : {}),
  };
  await host.files.remove(about.artifacts);
  await host.files.write(join(about.artifacts, 'diagnostics.json'), json(diagnostics));
  await host.files.write(join(about.artifacts, 'record.json'), json(record));
  // It hides itself, so that it stays hidden where Nx restores it from a cache.
  await hideFromCheckout(host, about.artifacts);
  return ok({ record, lines: diagnostics.map(formatDiagnostic) });
}

async function specsNear(host: Host, root: string, plan: string): Promise<{ path: string; content: string }[]> {
  const folder = specFolder(plan);
  return folder === undefined ? [] : await markdownBelow(host, root, folder, plan);
}

async function markdownBelow(
  host: Host,
  root: string,
  folder: string,
  plan: string,
): Promise<{ path: string; content: string }[]> {
  const found: { path: string; content: string }[] = [];
  for (const entry of await host.files.list(join(root, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.kind === 'folder') found.push(...(await markdownBelow(host, root, path, plan)));
    else if (entry.kind === 'file' && path.endsWith('.md') && path !== plan)
      found.push({ path, content: (await host.files.read(join(root, path))) ?? '' });
  }
  return found;
}

function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [formatDiagnostic(one), one])).values()];
}

import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import { git } from '../git/git.ts';
import { hideFromCheckout } from '../git/worktree.ts';
import { formatDiagnostic, isBlocking, sortDiagnostics, type Diagnostic } from '../lint/diagnostic.ts';
import { lint } from '../lint/lint.ts';
import type { Phase } from '../plan/plan.ts';
import { readPlan } from '../plan/read.ts';
import { recordVersion, type SpecLintRecord } from '../result/records.ts';
import { citablePaths } from '../spec/citable.ts';
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
  const plan = readPlan(about.plan, text);
  const phases = plan.phases.filter((phase) => about.phase === undefined || phase.id === about.phase);
  const paths = await markdownOf(host, about.root, about.plan);
  const citable = (some: readonly Phase[]): string[] =>
    citablePaths(
      paths,
      about.plan,
      some.flatMap((phase) => phase.tasks.map((task) => task.spec)),
    );
  const specs = await readSpecs(host, about.root, citable(phases));
  const found =
    phases.length === 0
      ? plan.problems
      : phases.flatMap((phase) => {
          const own = new Set(citable([phase]));
          const files = [{ path: about.plan, content: text }, ...specs.filter((file) => own.has(file.path))];
          const known = new Set(paths);
          return lint({ plan, phases: [phase], files, whole: [], exists: (path) => known.has(path) });
        });
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

/** All Markdown of the checkout but the plan, as far as git would commit it; without git what lies around the plan. */
async function markdownOf(host: Host, root: string, plan: string): Promise<string[]> {
  const listed = await git(host, root).run([
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    '*.md',
  ]);
  const folder = specFolder(plan);
  const paths = listed.ok
    ? listed.stdout.split('\0').filter((path) => path !== '')
    : folder === undefined
      ? []
      : await markdownBelow(host, root, folder);
  return [...new Set(paths)].filter((path) => path !== plan);
}

async function markdownBelow(host: Host, root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await host.files.list(join(root, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.kind === 'folder') found.push(...(await markdownBelow(host, root, path)));
    else if (entry.kind === 'file' && path.endsWith('.md')) found.push(path);
  }
  return found;
}

/** What git lists may have been deleted from the disk. */
async function readSpecs(
  host: Host,
  root: string,
  paths: readonly string[],
): Promise<{ path: string; content: string }[]> {
  const files = await Promise.all(
    paths.map(async (path) => ({ path, content: await host.files.read(join(root, path)) })),
  );
  return files.flatMap(({ path, content }) => (content === undefined ? [] : [{ path, content }]));
}

function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [formatDiagnostic(one), one])).values()];
}

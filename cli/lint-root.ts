import { join, relative, sep } from 'node:path';
import { fail, ok, type Result } from '../core/failure.ts';
import type { Host } from '../core/host/host.ts';
import { configPath } from '../core/lint/config-path.ts';
import { readConfig, settingsOf } from '../core/lint/config.ts';
import { sortDiagnostics, type Diagnostic } from '../core/lint/diagnostic.ts';
import { fixFiles } from '../core/lint/fix.ts';
import { isPlan } from '../core/lint/is-plan.ts';
import type { Preset, Rule } from '../core/lint/rule.ts';
import { rules } from '../core/lint/rules.ts';
import type { LintReport } from '../core/lint/suppress.ts';
import { documentTarget, lintTargets, plansWithPhase, planTarget, type LintTarget } from '../core/lint/target.ts';
import { choosePlans } from '../core/plan/find.ts';
import type { Plan } from '../core/plan/plan.ts';
import { readPlan } from '../core/plan/read.ts';
import type { SpecFile } from '../core/spec/section.ts';
import { openLintFolder, readFiles, type LintFolder } from '../core/stage/specs/lint-folder.ts';
import type { LintRoot } from './lint-roots.ts';

/** What was found below one root. */
export interface RootReport {
  readonly root: string;
  readonly report: LintReport;
  /** Path to content of all that was read, as it is now. */
  readonly contents: ReadonlyMap<string, string>;
  /** How many fixes were applied. */
  readonly fixed: number;
}

interface Asked {
  readonly fix: boolean;
  readonly phase: string | undefined;
  /** Stronger than the configuration. */
  readonly preset: Preset | undefined;
}

/** Lints the plans and documents of one repository, with its configuration. */
export async function lintRoot(
  host: Host,
  { root, files }: LintRoot,
  asked: Asked,
  among: readonly Rule[] = rules,
): Promise<Result<RootReport>> {
  const text = await host.files.read(join(root, configPath));
  const config = readConfig(text, shownPath(process.cwd(), join(root, configPath)), among);
  if (!config.ok) return config;
  const settings = settingsOf({ ...config.value, preset: asked.preset ?? config.value.preset });
  const folder = await openLintFolder(host, root);
  const targets = await chooseTargets(host, folder, { files, phase: asked.phase });
  if (!targets.ok) return targets;
  const read = await readFiles(
    host,
    root,
    targets.value.flatMap((target) => target.files),
  );
  const lint = (some: readonly SpecFile[]): LintReport =>
    lintTargets(targets.value, { files: some, exists: folder.exists }, settings, among);
  const fixed = asked.fix ? fixFiles(read, (some) => lint(some).diagnostics) : { files: read, count: 0 };
  const before = new Map(read.map(({ path, content }) => [path, content]));
  for (const { path, content } of fixed.files) {
    // A link stays a link: the file that it leads to is written.
    const target = (await host.files.realPath(join(root, path))) ?? join(root, path);
    if (content !== before.get(path)) await host.files.write(target, content);
  }
  const contents = new Map(fixed.files.map(({ path, content }) => [path, content]));
  return ok({ root, report: lint(fixed.files), contents, fixed: fixed.count });
}

async function chooseTargets(
  host: Host,
  { root, paths }: LintFolder,
  { files, phase }: { files: LintRoot['files']; phase: string | undefined },
): Promise<Result<LintTarget[]>> {
  const named = files ?? choosePlans(paths);
  if (named.length === 0) {
    const places = 'specs/delivery/impl-plan.md, specs/91-impl-plan.md or implementation-plan.toml';
    return fail('no-plan', `Unexpected folder without a plan: ${root}. Expected ${places} in it; or name files.`);
  }
  const plans: Plan[] = [];
  const documents: string[] = [];
  for (const path of named) {
    const content = await host.files.read(join(root, path)).catch(() => undefined);
    if (content === undefined)
      return fail('unknown-plan', `Unexpected path "${path}", expected a file that can be read in ${root}.`);
    const plan = readPlan(path, content);
    // Whoever asks for a phase says that there are phases.
    if (isPlan(plan, content) || (phase !== undefined && plan.phases.length > 0)) plans.push(plan);
    else documents.push(path);
  }
  const wanted = plansWithPhase(plans, phase);
  if (!wanted.ok) return wanted;
  const withFolder = files === null && phase === undefined;
  return ok([
    ...wanted.value.map((plan) => planTarget(plan, { paths, phase, withFolder })),
    ...(documents.length > 0 ? [documentTarget(documents, paths)] : []),
  ]);
}

/** What was found below several roots, with paths as they are seen from one folder. */
export function seenFrom(
  base: string,
  found: readonly RootReport[],
): { report: LintReport; contents: ReadonlyMap<string, string> } {
  const contents = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const suppressed: LintReport['suppressed'][number][] = [];
  for (const { root, report, contents: own } of found) {
    const shown = (path: string): string => shownPath(base, join(root, path));
    const moved = (diagnostic: Diagnostic): Diagnostic => withPaths(diagnostic, shown);
    for (const [path, content] of own) contents.set(shown(path), content);
    diagnostics.push(...report.diagnostics.map(moved));
    suppressed.push(...report.suppressed.map((each) => ({ ...each, diagnostic: moved(each.diagnostic) })));
  }
  return { report: { diagnostics: sortDiagnostics(diagnostics), suppressed }, contents };
}

function withPaths(diagnostic: Diagnostic, shown: (path: string) => string): Diagnostic {
  const { at, other, fix } = diagnostic;
  return {
    ...diagnostic,
    at: { ...at, path: shown(at.path) },
    ...(other ? { other: { ...other, path: shown(other.path) } } : {}),
    ...(fix ? { fix: { ...fix, path: shown(fix.path) } } : {}),
  };
}

function shownPath(base: string, path: string): string {
  return relative(base, path).replaceAll(sep, '/');
}

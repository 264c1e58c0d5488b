import { posix } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import { markdownTrees } from '../markdown/tree.ts';
import type { Phase, Plan } from '../plan/plan.ts';
import { readPlan } from '../plan/read.ts';
import { hasSpecsBeside, withSpecsBeside } from '../plan/specs-beside.ts';
import { citablePaths } from '../spec/citable.ts';
import type { SpecFile } from '../spec/section.ts';
import { specFolder } from '../stage/specs/protected-paths.ts';
import { sortDiagnostics } from './diagnostic.ts';
import { lintReport, type Settings } from './lint.ts';
import type { Rule } from './rule.ts';
import type { LintReport } from './suppress.ts';

/** What one pass of the lint looks at, by paths: it can be read again after fixes. */
export interface LintTarget {
  /** null where the files under scrutiny are no plan. */
  readonly plan: string | null;
  /** The one phase that is looked at; absent: all of them. */
  readonly phase?: string | undefined;
  /** Looked at as a whole. */
  readonly whole: readonly string[];
  /** Everything that is to be read. */
  readonly files: readonly string[];
}

/** A plan with what it cites; and with its whole spec folder, if that is asked for. */
export function planTarget(
  plan: Plan,
  about: { readonly paths: readonly string[]; readonly phase?: string | undefined; readonly withFolder: boolean },
): LintTarget {
  const { path } = plan;
  const { paths, phase, withFolder } = about;
  const cells = phasesNamed(plan, phase).flatMap(({ tasks }) => tasks.map((task) => task.spec));
  const citable = citablePaths(paths, path, cells).filter((each) => each !== path);
  const folder = specFolder(path);
  const whole = withFolder && folder !== undefined ? citable.filter((each) => each.startsWith(`${folder}/`)) : [];
  return { plan: path, phase, whole, files: [path, ...citable] };
}

/** Markdown that is no plan, among the Markdown around it that it may link to. */
export function documentTarget(documents: readonly string[], paths: readonly string[]): LintTarget {
  const folders = new Set(documents.map((path) => specFolder(path) ?? posix.dirname(path)));
  const isNear = (path: string): boolean => {
    for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
      if (folders.has(folder)) return folder !== '.' || !path.includes('/');
      if (folder === '.' || folder === '/') return false;
    }
  };
  const near = paths.filter((path) => path.endsWith('.md') && isNear(path));
  return { plan: null, whole: documents, files: [...new Set([...documents, ...near])] };
}

/** The phases that a name means: all of them where there is none. */
export function phasesNamed(plan: Plan, name: string | undefined): readonly Phase[] {
  if (name === undefined) return plan.phases;
  const wanted = name.replace(/^phase[\s:-]*/i, '').toLowerCase();
  return plan.phases.filter(({ id }) => id === name || id.toLowerCase() === wanted);
}

/** The plans that have a phase of this name: all of them where there is none. A name that no plan knows is a failure. */
export function plansWithPhase(plans: readonly Plan[], name: string | undefined): Result<readonly Plan[]> {
  if (name === undefined) return ok(plans);
  const wanted = plans.filter((plan) => phasesNamed(plan, name).length > 0);
  if (wanted.length > 0) return ok(wanted);
  const known = plans.flatMap((plan) => plan.phases.map(({ id }) => id)).join(', ');
  return fail('unknown-phase', `Unexpected phase "${name}", expected one of ${known || 'a plan'}.`);
}

/** Lints each target; what two of them say about the same place counts once. */
export function lintTargets(
  targets: readonly LintTarget[],
  among: { readonly files: readonly SpecFile[]; readonly exists: (path: string) => boolean },
  settings: Settings,
  rules?: readonly Rule[],
): LintReport {
  const byPath = new Map(among.files.map((file) => [file.path, file]));
  const tree = markdownTrees();
  const reports = targets.map((target) => {
    const files = target.files.flatMap((path) => byPath.get(path) ?? []);
    const file = target.plan === null ? undefined : byPath.get(target.plan);
    const read = file ? readPlan(file.path, file.content) : null;
    const plan = read && hasSpecsBeside(read) ? withSpecsBeside(read, target.files) : read;
    const phases = plan ? phasesNamed(plan, target.phase) : [];
    return lintReport({ plan, phases, files, whole: target.whole, exists: among.exists, tree }, settings, rules);
  });
  const diagnostics = reports.flatMap((report) => report.diagnostics);
  const suppressed = reports.flatMap((report) => report.suppressed);
  return {
    diagnostics: sortDiagnostics(unique(diagnostics, (one) => one)),
    suppressed: unique(suppressed, ({ diagnostic }) => diagnostic),
  };
}

function unique<T>(all: readonly T[], key: (one: T) => unknown): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(key(one)), one])).values()];
}

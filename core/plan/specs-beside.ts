import { posix } from 'node:path';
import type { Diagnostic } from '../lint/diagnostic.ts';
import { asCitation } from '../spec/citation.ts';
import { formatOfPlace, type PlacedFormat } from './find.ts';
import type { Plan, Task } from './plan.ts';

/** What other systems write beside a plan for whoever does its tasks: names in the folder of the plan. */
const beside: Readonly<Partial<Record<PlacedFormat, RegExp>>> = {
  speckit: /^(?:spec|plan|research|data-model|quickstart|contracts\/.+)\.md$/,
  openspec: /^(?:proposal|design|specs\/.+)\.md$/,
  kiro: /^(?:requirements|bugfix|design)\.md$/,
  speckitty: /^(?:spec|plan|data-model|contracts\/.+)\.md$/,
};

/** Whether somebody has to look into the folder of a plan for what its tasks are done to. */
export function hasSpecsBeside({ path, format }: Pick<Plan, 'path' | 'format'>): boolean {
  return formatOfPlace(path) === format && (format === 'gsd' || Object.hasOwn(beside, format));
}

/**
 * The plan whose tasks cite what lies beside it as well: their own tools hand it to an agent without being told. `paths` are those
 * below its folder. A plan of GSD has a file for each of its tasks, called by its number.
 */
export function withSpecsBeside(plan: Plan, paths: readonly string[]): Plan {
  const format = formatOfPlace(plan.path);
  const folder = posix.dirname(plan.path);
  const names = paths.map((path) => posix.relative(folder, path));
  const ofAll = names.filter((name) => (format && beside[format])?.test(name)).toSorted();
  const ofTask =
    format === 'gsd'
      ? Map.groupBy(
          names.filter((name) => plansOfGsd.test(name)),
          (name) => plansOfGsd.exec(name)?.[1],
        )
      : new Map<string, string[]>();
  const citing = (task: Task): Task => {
    const cited = [...ofAll, ...(ofTask.get(task.id) ?? [])]
      .map((name) => posix.join(folder, name))
      .filter((path) => !task.spec.includes(path))
      .flatMap((path) => asCitation(path) ?? []);
    return cited.length === 0 ? task : { ...task, spec: [task.spec, ...cited].filter(Boolean).join(', ') };
  };
  return {
    ...plan,
    phases: plan.phases.map((phase) => ({ ...phase, tasks: phase.tasks.map(citing) })),
    problems: [
      ...plan.problems,
      ...[...ofAll, ...[...ofTask.values()].flat()].flatMap((name) => unnamable(plan, posix.join(folder, name))),
    ],
  };
}

/** Those of milestones that are over lie elsewhere. */
const plansOfGsd = /^phases\/(?:[^/]+\/)*([^/]+)-PLAN\.md$/;

function unnamable({ path }: Plan, other: string): Diagnostic[] {
  if (asCitation(other) !== null) return [];
  const message = `Unexpected name of ${JSON.stringify(other)}, expected one that tasks can cite; rename it, or nobody is told what it says`;
  return [{ rule: 'plan-syntax', severity: 'warning', message, at: { path, line: 1, column: 1 } }];
}

import { posix } from 'node:path';
import { formatOfPlace, type PlacedFormat } from './find.ts';
import type { Plan, Task } from './plan.ts';

/** What other systems write beside a plan for whoever does its tasks: names in the folder of the plan. */
const beside: Readonly<Partial<Record<PlacedFormat, RegExp>>> = {
  speckit: /^(?:spec|plan|data-model|contracts\/.+)\.md$/,
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
  const names = paths.map((path) => posix.relative(folder, path)).filter((name) => /^[\w./@-]+$/.test(name));
  const ofAll = names.filter((name) => (format && beside[format])?.test(name)).toSorted();
  const citing = (task: Task): Task => {
    const own = format === 'gsd' ? names.filter((name) => name.endsWith(`/${task.id}-PLAN.md`)) : [];
    const cited = [...ofAll, ...own]
      .map((name) => posix.join(folder, name))
      .filter((path) => !task.spec.includes(path));
    return cited.length === 0 ? task : { ...task, spec: [task.spec, ...cited].filter(Boolean).join(', ') };
  };
  return { ...plan, phases: plan.phases.map((phase) => ({ ...phase, tasks: phase.tasks.map(citing) })) };
}

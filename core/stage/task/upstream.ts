import type { PhaseTask } from '../phase-record.ts';

/** The tasks that this one builds on, directly or not, in plan order: the order in which their results are combined. */
export function upstreamOf(tasks: readonly PhaseTask[], task: PhaseTask): PhaseTask[] {
  const needed = new Set<string>();
  const visit = (slug: string): void => {
    if (needed.has(slug)) return;
    needed.add(slug);
    for (const next of tasks.find((one) => one.slug === slug)?.dependsOn ?? []) visit(next);
  };
  for (const slug of task.dependsOn) visit(slug);
  return tasks.filter((one) => needed.has(one.slug));
}

import type { PhaseTask } from './phase-record.ts';

/**
 * The tasks that did not run although they have all that they need: Nx leaves out whatever comes after a task that did not
 * end well, also what was only to come later. `ran` says of each stage that did run whether it ended well.
 */
export function passedOver(tasks: readonly PhaseTask[], ran: ReadonlyMap<string, boolean>): string[] {
  if (ran.get('spec-lint') !== true) return [];
  const found = new Set<string>();
  // Each look finds those that need only what the looks before have found.
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const { slug, dependsOn } of tasks) {
      const isReady = dependsOn.every((one) => found.has(one) || ran.get(`task-${one}`) === true);
      if (isReady && !ran.has(`task-${slug}`)) found.add(slug);
    }
  }
  return [...found].map((slug) => `task-${slug}`);
}

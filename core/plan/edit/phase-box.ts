import type { Line } from '../../markdown/lines.ts';
import type { Phase, Plan, Task } from '../plan.ts';

/**
 * The lines with the box of a whole phase, where its system has one, that change when these tasks are done, or are not any more:
 * its own tools tick it with the last of its tasks.
 */
export function phaseBoxes(plan: Plan, tasks: readonly Task[], done: boolean, lines: readonly Line[]): Line[] {
  const changed = new Set(tasks.map(({ line }) => line));
  return plan.phases.flatMap((phase) => {
    const line = lines[boxOf(plan, phase) - 1];
    if (!line || changed.has(line.number) || !phase.tasks.some((task) => changed.has(task.line))) return [];
    const isDone = phase.tasks.every((task) => task.isOptional || (changed.has(task.line) ? done : task.ticked));
    return isDone === done && line.text.includes(phase.id) ? [line] : [];
  });
}

/** 1-based; 0 where there is none. */
function boxOf({ format }: Plan, { line, claims }: Phase): number {
  if (format === 'kiro') return line;
  const listed = format === 'gsd' ? claims.find(({ text }) => /^\[.\]$/.test(text)) : undefined;
  return listed?.line ?? 0;
}

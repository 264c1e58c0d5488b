import type { Phase } from './plan.ts';

/**
 * The phase with the order that people have given to tasks whose results conflict: in each list of ids the last one comes
 * after the others. What would make tasks wait for each other is left out.
 */
export function inAnsweredOrder(phase: Phase, orders: readonly (readonly string[])[]): Phase {
  const needs = new Map(phase.tasks.map((task) => [task.id, new Set(task.dependsOn)]));
  for (const order of orders) {
    const needed = needs.get(order.at(-1) ?? '');
    if (!needed) continue;
    for (const id of order.slice(0, -1)) {
      if (needs.has(id) && !reaches(needs, id, order.at(-1) ?? '')) needed.add(id);
    }
  }
  return { ...phase, tasks: phase.tasks.map((task) => ({ ...task, dependsOn: [...(needs.get(task.id) ?? [])] })) };
}

function reaches(needs: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(needs.get(id) ?? []));
  }
  return false;
}

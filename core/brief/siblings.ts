import type { Task } from '../plan/plan.ts';
import type { Brief, Sibling } from './brief.ts';

/** In a larger phase a task hears only of those that it names and that name it. */
const mostTasks = 100;

interface Cited {
  readonly task: Task;
  readonly sections: Brief['sections'];
}

/** For each task of a phase the others that it is to know of, in plan order. */
export function siblingsIn(all: readonly Cited[]): (task: Task) => Sibling[] {
  const byId = new Map(all.map((one) => [one.task.id, one]));
  const needed = new Map(all.map(({ task }) => [task.id, task.dependsOn]));
  const needing = reversed(needed);
  const order = new Map(all.map(({ task }, index) => [task.id, index]));
  const isSmall = all.length <= mostTasks;
  // What is ticked is no part of this run, so nothing waits on the far side of it.
  const next = (links: ReadonlyMap<string, readonly string[]>) => (id: string) =>
    byId.get(id)?.task.ticked ? [] : (links.get(id) ?? []);
  return ({ id }) => {
    const before = isSmall ? reached(id, next(needed)) : new Set(needed.get(id));
    const after = isSmall ? reached(id, next(needing)) : new Set(needing.get(id));
    const others = isSmall ? byId.keys() : new Set([...before, ...after]);
    return [...others]
      .filter((other) => other !== id)
      .toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
      .flatMap((other) => {
        const cited = byId.get(other);
        return cited ? [sibling(cited, before.has(other) ? 'before' : after.has(other) ? 'after' : 'beside')] : [];
      });
  };
}

function sibling({ task, sections }: Cited, standing: Sibling['standing']): Sibling {
  return {
    id: task.id,
    title: task.title,
    standing: task.ticked ? 'ticked' : standing,
    files: [...task.files],
    specs: [...new Set(sections.map(({ path, heading }) => heading ?? path))],
  };
}

function reversed(links: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const back = new Map<string, string[]>();
  for (const [from, targets] of links)
    for (const to of targets) {
      const known = back.get(to);
      if (known) known.push(from);
      else back.set(to, [from]);
    }
  return back;
}

/** All that can be reached from a task. */
function reached(start: string, next: (id: string) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...next(start)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...next(id));
  }
  return found;
}

/** What waits for others of its kind; ids that none of them has do not count. */
interface Waiting {
  readonly id: string;
  readonly dependsOn: { readonly ids: readonly string[] } | null;
}

/**
 * Cycles among the tasks' dependencies, each closed by its first task. Every task that can be done after others is
 * taken away; of what remains, each waits for another one that remains, so that following these leads into a cycle.
 * Each cycle that is found so has no task in common with the others; more may show once these are gone.
 */
export function findCycles<Task extends Waiting>(tasks: readonly Task[]): [Task, ...Task[]][] {
  if (tasks.every(({ dependsOn }) => !dependsOn?.ids.length)) return [];
  const waits = waitingTasks(tasks);
  const cycles: [Task, ...Task[]][] = [];
  const seen = new Set<Task>();
  for (const start of waits.keys()) {
    const trail: Task[] = [];
    let task: Task | undefined = start;
    for (; task && !seen.has(task); task = waits.get(task)) {
      seen.add(task);
      trail.push(task);
    }
    const entry = task ? trail.lastIndexOf(task) : -1;
    if (task && entry >= 0) cycles.push([task, ...trail.slice(entry + 1), task]);
  }
  return cycles;
}

/** The tasks that are part of a cycle or wait for one, each with the first such task that it depends on. */
function waitingTasks<Task extends Waiting>(tasks: readonly Task[]): Map<Task, Task> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const before = new Map([...byId.values()].map((task) => [task, dependenciesOf(task)]));
  const after = new Map<Task, Task[]>();
  const open = new Map<Task, number>();
  for (const [task, others] of before) {
    open.set(task, others.length);
    for (const other of others) {
      const waiting = after.get(other) ?? [];
      waiting.push(task);
      after.set(other, waiting);
    }
  }
  const ready = [...before.keys()].filter((task) => open.get(task) === 0);
  for (let task = ready.pop(); task; task = ready.pop()) {
    open.delete(task);
    for (const next of after.get(task) ?? []) {
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return new Map(
    [...open.keys()].flatMap((task) => {
      const other = before.get(task)?.find((each) => open.has(each));
      return other ? [[task, other] as const] : [];
    }),
  );

  function dependenciesOf({ dependsOn }: Task): Task[] {
    return (dependsOn?.ids ?? []).flatMap((id) => byId.get(id) ?? []);
  }
}

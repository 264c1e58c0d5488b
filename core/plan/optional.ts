import type { Phase, Plan, Task } from './plan.ts';

/** The open tasks of a phase that their author leaves to whoever wants them done: nobody does them unless the mark is taken off. */
export function optionalTasks({ tasks }: Pick<Phase, 'tasks'>): readonly Task[] {
  return tasks.filter(({ isOptional, ticked }) => isOptional === true && !ticked);
}

/** The plan without them. What waits for one of them waits for what that one waits for. */
export function withoutOptional(plan: Plan): Plan {
  if (!plan.phases.some((phase) => optionalTasks(phase).length > 0)) return plan;
  return { ...plan, phases: plan.phases.map(withoutOptionalTasks) };
}

function withoutOptionalTasks(phase: Phase): Phase {
  const left = new Map(optionalTasks(phase).map((task) => [task.id, task]));
  if (left.size === 0) return phase;
  const tasks = phase.tasks.filter(({ id }) => !left.has(id));
  // Where nothing is left to do nothing is to be divided into tasks, unless they are still to be planned.
  const isUnplanned = [...left.values()].every((task) => task.isUnplanned);
  const [first] = left.values();
  const done = { text: 'optional', line: first?.line ?? phase.line, says: 'done' as const };
  return {
    ...phase,
    tasks: tasks.map((task) => ({ ...task, dependsOn: waitsFor(task, left) })),
    claims: tasks.length > 0 || isUnplanned ? phase.claims : [done],
  };
}

function waitsFor({ dependsOn }: Task, left: ReadonlyMap<string, Task>): readonly string[] {
  const found = new Set(dependsOn);
  // A set that grows while it is gone through comes to its end as well, in a circle too.
  for (const id of found) for (const further of left.get(id)?.dependsOn ?? []) found.add(further);
  return [...found].filter((id) => !left.has(id));
}

import type { Criterion, Phase, Task } from '../../plan/plan.ts';

/** How the plan's part of a phase in a merge differs from the one that the phase was done to, for people. */
export interface PlanDifferences {
  /** Open tasks that nobody of the phase has done: it cannot be closed with them. */
  readonly open: readonly string[];
  /** What reads otherwise. */
  readonly changed: readonly string[];
}

/** Compares the phase as it was handed over, its tasks ticked, with what a merge with main has made of it. */
export function planDifferences(handedOver: Phase, merged: Phase): PlanDifferences {
  const before = byId(handedOver);
  const after = byId(merged);
  const open = merged.tasks.filter((task) => !task.ticked && (before.get(task.id)?.ticked ?? true));
  const isOpen = new Set(open);
  const changed = [
    ...(merged.title === handedOver.title ? [] : [`the title of phase ${merged.id}`]),
    ...merged.tasks
      .filter((task) => !isOpen.has(task) && words(task) !== words(before.get(task.id)))
      .map(({ id }) => `task ${id}${before.has(id) ? '' : ', which is new'}`),
    ...handedOver.tasks.filter(({ id }) => !after.has(id)).map(({ id }) => `task ${id}, which is gone`),
    ...(texts(merged.criteria) === texts(handedOver.criteria) ? [] : [`the exit criteria of phase ${merged.id}`]),
  ];
  return { open: open.map(({ id, title }) => `${id} ${title}`), changed };
}

function byId({ tasks }: Phase): ReadonlyMap<string, Task> {
  return new Map(tasks.map((task) => [task.id, task]));
}

/** All that the file says of a task; where it stands says nothing. */
function words(task: Task | undefined): string {
  return JSON.stringify([task?.text, task?.ticked]);
}

function texts(criteria: readonly Criterion[]): string {
  return JSON.stringify(criteria.map(({ text }) => text));
}

import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { TaskDraft } from '../draft.ts';
import type { Task } from '../plan.ts';
import { findCycles } from './cycles.ts';

/** What the tasks of a phase wait for, in their order. */
export interface Waits {
  readonly of: readonly Pick<Task, 'dependsOn' | 'dependsBy'>[];
  /** Of what follows from the order and is against what is written. */
  readonly problems: readonly Diagnostic[];
}

/**
 * What is written, else what follows from the waves of the tasks, or the task before. Whoever comes behind a wave with a task that stands apart
 * comes behind the waves before it as well.
 */
export function whatTasksWaitFor(path: string, tasks: readonly TaskDraft[]): Waits {
  const known = new Set(tasks.map(({ id }) => id));
  const ofWave = wavesBefore(tasks);
  const all = tasks.map((task, index) => {
    const { dependsOn: written, wave } = task;
    const implied =
      (wave === undefined ? undefined : ofWave.get(wave)) ??
      tasks.slice(Math.max(0, index - 1), index).map(({ id }) => id);
    const isWritten = written && !(written.adds && written.ids.length === 0);
    const by = isWritten ? 'writing' : wave === undefined ? 'order' : 'wave';
    if (!written) return { dependsOn: implied, dependsBy: by } as const;
    // A task of an earlier phase is done before this phase starts; an unknown one is among the problems.
    const ids = [...(written.adds ? implied : []), ...written.ids, ...(written.also ?? [])];
    return { dependsOn: [...new Set(ids)].filter((id) => known.has(id)), dependsBy: by } as const;
  });
  return withoutCircles(path, tasks, all);
}

/** Whether whoever comes behind a task comes behind all that it comes behind itself. */
function follows({ dependsOn }: TaskDraft): boolean {
  return dependsOn === null || dependsOn.adds === true;
}

/** For each wave, what it waits for: one array for all its tasks. Waves are in the order of their numbers, else in that in which they appear. */
function wavesBefore(tasks: readonly TaskDraft[]): ReadonlyMap<string, readonly string[]> {
  const members = Map.groupBy(
    tasks.filter(({ wave }) => wave !== undefined),
    ({ wave }) => wave!,
  );
  const areNumbers = [...members.keys()].every((wave) => /^\d+$/.test(wave));
  const inOrder = areNumbers ? [...members].toSorted(([a], [b]) => Number(a) - Number(b)) : [...members];
  let before: string[] = [];
  return new Map(
    inOrder.map(([wave, own]) => {
      const ids = new Set(own.map(({ id }) => id));
      const waitsFor = own.some(follows) ? [...before] : [];
      if (own.every(follows)) before = [];
      before.push(...ids);
      return [wave, waitsFor] as const;
    }),
  );
}

/** What is written counts: what follows from the order alone is left out where it closes a circle. */
function withoutCircles(path: string, tasks: readonly TaskDraft[], all: Waits['of']): Waits {
  const waits = new Map(tasks.map((task, index) => [task.id, new Set(all[index]?.dependsOn)]));
  const written = new Map(tasks.map(({ id, dependsOn }) => [id, new Set(dependsOn?.ids)]));
  const drafts = new Map(tasks.map((task) => [task.id, task]));
  const problems: Diagnostic[] = [];
  if (tasks.every(({ dependsOn }) => !dependsOn?.ids.length && !dependsOn?.also?.length)) return { of: all, problems };
  for (let found = true; found;) {
    const current = tasks.map(({ id }) => ({ id, dependsOn: { ids: [...(waits.get(id) ?? [])] } }));
    found = false;
    for (const cycle of findCycles(current)) {
      const index = cycle.findIndex(({ id }, at) => cycle[at + 1] && !written.get(id)?.has(cycle[at + 1]!.id));
      const [task, other] = [cycle[index], cycle[index + 1]];
      const draft = task && drafts.get(task.id);
      if (!draft || !other || !waits.get(task.id)?.delete(other.id)) continue;
      found = true;
      problems.push(against(path, draft, other.id));
    }
  }
  if (problems.length === 0) return { of: all, problems };
  return {
    of: all.map((one, index) => ({ ...one, dependsOn: [...(waits.get(tasks[index]?.id ?? '') ?? [])] })),
    problems,
  };
}

function against(path: string, { id, line, column }: TaskDraft, other: string): Diagnostic {
  const message = `Unexpected order of ${other} before ${id}, expected none against what is written of the tasks between; it is left out`;
  return { rule: 'dependency', severity: 'warning', message, at: { path, line, column } };
}

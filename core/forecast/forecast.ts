import type { Plan, Task } from '../plan/plan.ts';
import type { Place } from './places.ts';
import type { Forecast, Together } from './record.ts';
import { touchedBy, type Touched, type Workspace } from './touched.ts';

/** Of a task what the forecast goes by. */
export type ForecastTask = Pick<Task, 'id' | 'title' | 'text' | 'files' | 'dependsOn' | 'wave'>;

/**
 * Which of the tasks that do not need each other go one after the other: those that touch one project, a project and one
 * that depends on it, or what all projects share. Plan order decides which goes first, but for dependencies. Pure: tasks in
 * plan order, without those that are ticked, and the workspace as Nx knows it.
 *
 * What says that two of them may meet: they are of one wave, the titles of both bear the mark `[P]`, or they are commits of
 * an `implementation-plan.toml`, whose dependencies are its schedule, and do not name the same file. That a column of
 * dependencies is there and does not name the other says only that neither needs what the other one makes.
 */
export function forecastOf(
  tasks: readonly ForecastTask[],
  workspace: Workspace,
  { format }: Partial<Pick<Plan, 'format'>> = {},
): Forecast {
  const touched = touchedBy(workspace);
  const forecast: Forecast = { orderings: [], together: [], unknown: [] };
  const steps: Step[] = [];
  const byId = new Map<string, Step>();
  for (const task of inOrder(tasks)) {
    const step = { task, rank: steps.length, touched: touched(task), behind: new Uint8Array(tasks.length) };
    for (const id of task.dependsOn) goBehind(step, byId.get(id));
    forecastStep(step, steps, { forecast, isScheduled: format === 'toml' });
    steps.push(step);
    byId.set(task.id, step);
  }
  const unknown = withOthersBeside(steps).filter((step) => step.touched.places.size === 0);
  forecast.unknown.push(...unknown.map(({ task }) => task.id));
  return forecast;
}

function forecastStep(
  step: Step,
  earlier: readonly Step[],
  { forecast, isScheduled }: { readonly forecast: Forecast; readonly isScheduled: boolean },
): void {
  const { orderings, together } = forecast;
  let allowed: Together | undefined;
  // The nearest one first: it brings with it all that it comes after.
  for (const other of earlier.toReversed()) {
    if (step.behind[other.rank] === 1) continue;
    const meeting = whereTheyMeet(other, step);
    if (!meeting) continue;
    const { reason } = meeting;
    const isApart = isScheduled && !meeting.isOneFile;
    const by = saidTogether(other.task, step.task) ?? (isApart ? 'dependencies' : undefined);
    if (by !== undefined) {
      allowed ??= { tasks: [other.task.id, step.task.id], reason, by };
      continue;
    }
    const guessed = other.touched.guessed || step.touched.guessed;
    orderings.push({ before: other.task.id, after: step.task.id, reason, guessed });
    goBehind(step, other);
  }
  if (allowed) together.push(allowed);
}

/** A task at its place in the order in which it would be done by one worker. */
interface Step {
  readonly task: ForecastTask;
  readonly rank: number;
  readonly touched: Touched;
  /** By rank, 1 for each step that this one comes after, if only through others. */
  readonly behind: Uint8Array;
}

/** Always the first in plan order that waits for nobody any more. Tasks that wait for each other in a circle are left out. */
function inOrder(tasks: readonly ForecastTask[]): ForecastTask[] {
  const waiting = new Set(tasks.map(({ id }) => id));
  const left = [...tasks];
  const ordered: ForecastTask[] = [];
  const isReady = ({ dependsOn }: ForecastTask): boolean => !dependsOn.some((id) => waiting.has(id));
  for (let next = left.findIndex(isReady); next >= 0; next = left.findIndex(isReady)) {
    const task = left[next]!;
    left.splice(next, 1);
    ordered.push(task);
    waiting.delete(task.id);
  }
  return ordered;
}

function goBehind(step: Step, other: Step | undefined): void {
  if (!other || step.behind[other.rank] === 1) return;
  step.behind[other.rank] = 1;
  for (let rank = 0; rank < other.rank; rank++) if (other.behind[rank] === 1) step.behind[rank] = 1;
}

/** What two tasks cannot touch at the same time, in words; undefined where they are apart. */
function whereTheyMeet(
  first: Step,
  second: Step,
): { readonly reason: string; readonly isOneFile: boolean } | undefined {
  for (const [place, paths] of first.touched.places) {
    const others = second.touched.places.get(place);
    if (!others) continue;
    const same = paths.find((path) => others.includes(path));
    return same === undefined
      ? { reason: `both touch ${place.words}: ${paths[0]} and ${others[0]}`, isOneFile: false }
      : { reason: `both touch ${same}`, isOneFile: true };
  }
  const reason = whatOneChanges(first, second) ?? whatOneChanges(second, first);
  return reason === undefined ? undefined : { reason, isOneFile: false };
}

/** Where one task touches what the other one's project is built from. */
function whatOneChanges(one: Step, other: Step): string | undefined {
  for (const [place, [path]] of one.touched.places) {
    const [dependant, [its] = []] = firstOf(other.touched.places, place.dependants) ?? [];
    if (!dependant) continue;
    return place.isShared
      ? `${one.task.id} touches ${path}, which all projects share`
      : `${one.task.id} touches ${path} of ${place.words}, on which ${dependant.words} with ${its} of ${other.task.id} depends`;
  }
  return undefined;
}

function firstOf(
  places: Touched['places'],
  among: ReadonlySet<Place>,
): readonly [Place, readonly string[]] | undefined {
  for (const entry of places) if (among.has(entry[0])) return entry;
  return undefined;
}

/** How the plan says that two tasks may run side by side whatever they touch. */
function saidTogether(one: ForecastTask, other: ForecastTask): Together['by'] | undefined {
  if (one.wave !== undefined && one.wave === other.wave) return 'wave';
  return parallelMark.test(one.title) && parallelMark.test(other.title) ? 'mark' : undefined;
}

/** `[P]` or `(P)` at the start of a title, or behind other such marks: `[US1] [P] Read it`. */
const parallelMark = /^(?:\[\w{1,20}\]\s*){0,3}(?:\[P\]|\(P\))/;

/** Steps that are neither behind nor ahead of every other one. */
function withOthersBeside(steps: readonly Step[]): Step[] {
  const ordered = steps.map(({ behind }) => behind.reduce((sum, isBehind) => sum + isBehind, 0));
  for (const { behind, rank } of steps)
    for (let other = 0; other < rank; other++) if (behind[other] === 1) ordered[other]! += 1;
  return steps.filter(({ rank }) => ordered[rank]! < steps.length - 1);
}

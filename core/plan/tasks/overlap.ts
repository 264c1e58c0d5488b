import { globIndex, globsAround, normalPath, type GlobIndex } from './declared-files.ts';
import type { Task } from '../plan.ts';

/** Two tasks that may run side by side and say that they will touch the same file. */
export interface Overlap {
  /** The one that stands further down in the plan, and the other. */
  readonly task: Task;
  readonly other: Task;
  /** What the two declare, as written; not empty. */
  readonly files: readonly SharedFile[];
}

interface SharedFile {
  readonly file: string;
  readonly otherFile: string;
}

/**
 * Of the tasks of one phase those that overlap although neither waits for the other, not even through tasks between
 * them. Where many tasks share a file, not every pair of them is named, but there is no overlap only if all of them
 * come one after the other. Ticked tasks run no more.
 */
export function overlaps(tasks: readonly Task[]): Overlap[] {
  const steps = inOrder(tasks);
  const globs = globIndex(tasks.flatMap((task) => task.files.map(normalPath)));
  const meetings = new Map<string, Meeting>();
  return steps
    .filter(({ task }) => !task.ticked)
    .flatMap((step) => {
      const rivals = step.task.files.flatMap((file) => meet({ step, file }, globs, meetings));
      const beside = besides(step, new Set(rivals.map(({ other }) => other.step)));
      return pairs(rivals.filter(({ other }) => beside.has(other.step)));
    });
}

/** A task at its place in an order in which each comes after all that it waits for. */
interface Step {
  readonly task: Task;
  readonly rank: number;
  readonly after: readonly Step[];
  /** Some that it waits for, if only through others: those that it was compared with. */
  readonly alsoAfter: Step[];
}

interface Declaration {
  readonly step: Step;
  /** As written. */
  readonly file: string;
}

/**
 * Who has declared a path or glob: the last one to write just that, and those who came later and wrote something that
 * it takes in. Whoever comes next has to wait for these only, since they wait for all who were there before them.
 */
interface Meeting {
  owner: Declaration | null;
  guests: Declaration[];
}

interface Rivals {
  readonly own: Declaration;
  readonly other: Declaration;
}

function meet(own: Declaration, globs: GlobIndex, meetings: Map<string, Meeting>): Rivals[] {
  const path = normalPath(own.file);
  const met: Declaration[] = [];
  for (const key of [path, ...globsAround(path, globs)]) {
    const { owner, guests } = meetings.get(key) ?? { owner: null, guests: [] };
    if (owner) met.push(owner);
    if (key === path) {
      for (const guest of guests) met.push(guest);
      meetings.set(key, { owner: own, guests: [] });
    } else {
      guests.push(own);
      meetings.set(key, { owner, guests });
    }
  }
  return met.filter(({ step }) => step !== own.step).map((other) => ({ own, other }));
}

/** One overlap for each other task, however many files the two share. */
function pairs(rivals: readonly Rivals[]): Overlap[] {
  const byOther = new Map<Step, Overlap & { files: SharedFile[] }>();
  for (const { own, other } of rivals) {
    const [lower, upper] = own.step.task.line >= other.step.task.line ? [own, other] : [other, own];
    const shared = { file: lower.file, otherFile: upper.file };
    const overlap = byOther.get(other.step);
    if (overlap) overlap.files.push(shared);
    else byOther.set(other.step, { task: lower.step.task, other: upper.step.task, files: [shared] });
  }
  return [...byOther.values()];
}

/** Those of some earlier steps that a step does not wait for, not even through others. */
function besides(step: Step, others: ReadonlySet<Step>): ReadonlySet<Step> {
  const beside = new Set(others);
  const furthest = [...others].reduce((rank, other) => Math.min(rank, other.rank), Infinity);
  const seen = new Set<Step>();
  const open = [step];
  for (let next = open.pop(); next && beside.size > 0; next = open.pop()) {
    for (const before of next.after) {
      if (before.rank < furthest || seen.has(before)) continue;
      seen.add(before);
      open.push(before);
      beside.delete(before);
      for (const other of before.alsoAfter) beside.delete(other);
    }
  }
  for (const other of others) if (!beside.has(other)) step.alsoAfter.push(other);
  return beside;
}

/** Tasks that wait for each other in a circle have no such order and are left out. */
function inOrder(tasks: readonly Task[]): Step[] {
  const waitsFor = new Map(tasks.map((task) => [task.id, task.dependsOn.length]));
  const dependants = new Map<string, Task[]>(tasks.map((task) => [task.id, []]));
  for (const task of tasks) for (const id of task.dependsOn) dependants.get(id)?.push(task);
  const ready = tasks.filter((task) => task.dependsOn.length === 0);
  const steps = new Map<string, Step>();
  // Grows while it is walked through.
  for (const task of ready) {
    const after = task.dependsOn.flatMap((id) => steps.get(id) ?? []);
    steps.set(task.id, { task, rank: steps.size, after, alsoAfter: [] });
    for (const dependant of dependants.get(task.id) ?? []) {
      const left = (waitsFor.get(dependant.id) ?? 0) - 1;
      waitsFor.set(dependant.id, left);
      if (left === 0) ready.push(dependant);
    }
  }
  return [...steps.values()];
}

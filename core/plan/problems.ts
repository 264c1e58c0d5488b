import type { Location } from '../failure.ts';
import type { Diagnostic } from '../lint/diagnostic.ts';
import type { PhaseDraft, TaskDraft } from './draft.ts';
import type { PlanFormat } from './plan.ts';

/** What is wrong with a plan as a whole, although each of its lines could be read. */
export function planProblems(path: string, format: PlanFormat, phases: readonly PhaseDraft[]): Diagnostic[] {
  if (phases.length === 0) return [noPhases(path, format)];
  const known = new Set<string>();
  const problems = duplicatePhases(path, phases);
  for (const phase of phases) {
    // What an earlier phase holds is done when this one starts, so a task may depend on it.
    for (const task of phase.tasks) known.add(task.id);
    problems.push(
      ...emptyPhase(path, phase),
      ...missingCriteria(path, format, phase),
      ...duplicateTasks(path, phase),
      ...unknownDependencies(path, phase, known),
      ...dependencyCycles(path, phase),
    );
  }
  return problems;
}

const expectedPhases: Record<PlanFormat, string> = {
  impl: 'at least one heading such as "## 3. Phase 1 — title"; add one',
  toml: 'at least one [[commits]] entry; add one',
  checklist: 'at least one item such as "- [ ] title"; add one',
  roadmap: 'at least one heading such as "### M0 — title"; add one',
  backlog: 'at least one heading such as "### Phase 6.1 — title" with a list of steps; add one, or plan elsewhere',
  freeform: 'at least one heading such as "## Stage 1 — title" with a list of steps; add one',
};

function noPhases(path: string, format: PlanFormat): Diagnostic {
  const message = `Unexpected plan without a phase, expected ${expectedPhases[format]}`;
  return { rule: 'no-phases', severity: 'error', message, at: { path, line: 1, column: 1 } };
}

function duplicatePhases(path: string, phases: readonly PhaseDraft[]): Diagnostic[] {
  return repeated(phases).map(([phase, first]) => ({
    rule: 'duplicate-phase',
    severity: 'error',
    message: `Unexpected second phase ${phase.id}, expected every phase id once; rename one of the two`,
    at: { path, line: phase.line, column: 1 },
    other: { path, line: first.line, column: 1 },
  }));
}

function emptyPhase(path: string, phase: PhaseDraft): Diagnostic[] {
  if (phase.tasks.length > 0) return [];
  const message =
    `Unexpected phase ${phase.id} without tasks, expected a table "# | Task", boxes or a list under Tasks; ` +
    'add one, or reword the heading if this is not a phase';
  return [{ rule: 'phase-without-tasks', severity: 'warning', message, at: { path, line: phase.line, column: 1 } }];
}

function missingCriteria(path: string, format: PlanFormat, phase: PhaseDraft): Diagnostic[] {
  if (format !== 'impl' || phase.criteria.length > 0) return [];
  const message =
    `Unexpected phase ${phase.id} without exit criteria, expected a paragraph or list that starts with ` +
    '"**Exit criteria**:"; say how to tell that the phase is done';
  return [{ rule: 'exit-criteria', severity: 'error', message, at: { path, line: phase.line, column: 1 } }];
}

function duplicateTasks(path: string, phase: PhaseDraft): Diagnostic[] {
  return repeated(phase.tasks).map(([task, first]) => ({
    rule: 'duplicate-task',
    severity: 'error',
    message: `Unexpected second task ${task.id}, expected every id once in phase ${phase.id}; give one of the two another id`,
    at: placeOf(path, task),
    other: placeOf(path, first),
  }));
}

/** Each thing whose id was there before, with the first one that has it. */
function repeated<T extends { readonly id: string }>(things: readonly T[]): (readonly [T, T])[] {
  const seen = new Map<string, T>();
  return things.flatMap((thing) => {
    const first = seen.get(thing.id);
    if (!first) seen.set(thing.id, thing);
    return first ? [[thing, first] as const] : [];
  });
}

function unknownDependencies(path: string, phase: PhaseDraft, known: ReadonlySet<string>): Diagnostic[] {
  return phase.tasks.flatMap((task) =>
    (task.dependsOn?.ids ?? [])
      .filter((id) => !known.has(id))
      .map((id) => ({
        rule: 'unknown-dependency',
        severity: 'error',
        message:
          `Unexpected dependency of ${task.id} on ${id}, expected tasks of phase ${phase.id} or an earlier one; ` +
          'list their ids, separated by commas',
        at: { path, line: task.dependsOn?.line ?? task.line, column: task.dependsOn?.column ?? task.column },
      })),
  );
}

function dependencyCycles(path: string, phase: PhaseDraft): Diagnostic[] {
  const tasks = new Map(phase.tasks.map((task) => [task.id, task]));
  return findCycles(tasks).map((cycle) => ({
    rule: 'dependency-cycle',
    severity: 'error',
    message:
      `Unexpected cycle ${cycle.map((task) => task.id).join(' → ')}, expected an order in which the tasks can be done; ` +
      'remove one of these dependencies',
    at: placeOf(path, cycle[0]),
  }));
}

/** Walks depth first without recursion: a chain of ten thousand tasks is a plan, not a stack overflow. */
function findCycles(tasks: ReadonlyMap<string, TaskDraft>): [TaskDraft, ...TaskDraft[]][] {
  const cycles: [TaskDraft, ...TaskDraft[]][] = [];
  const done = new Set<TaskDraft>();
  for (const start of tasks.values()) {
    const trail = [{ task: start, next: 0 }];
    const onTrail = new Set([start]);
    for (let step = trail.at(-1); step && !done.has(start); step = trail.at(-1)) {
      const ids = step.task.dependsOn?.ids ?? [];
      const id = ids[step.next++];
      const next = id === undefined ? undefined : tasks.get(id);
      if (next && onTrail.has(next)) {
        const inCycle = trail.slice(trail.findIndex(({ task }) => task === next)).map(({ task }) => task);
        cycles.push([next, ...inCycle.slice(1), next]);
      } else if (next && !done.has(next)) {
        trail.push({ task: next, next: 0 });
        onTrail.add(next);
      } else if (step.next > ids.length) {
        done.add(step.task);
        onTrail.delete(step.task);
        trail.pop();
      }
    }
  }
  return cycles;
}

function placeOf(path: string, task: TaskDraft): Location {
  return { path, line: task.line, column: task.column };
}

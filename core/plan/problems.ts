import type { Location } from '../failure.ts';
import type { Diagnostic } from '../lint/diagnostic.ts';
import { findCycles } from './tasks/cycles.ts';
import type { PhaseDraft, TaskDraft } from './draft.ts';
import type { PlanFormat } from './plan.ts';

/** What is wrong with a plan as a whole, although each of its lines could be read. */
export function planProblems(path: string, format: PlanFormat, phases: readonly PhaseDraft[]): Diagnostic[] {
  // A backlog lists findings; it may be a plan too.
  if (phases.length === 0) return format === 'backlog' ? [] : [noPhases(path, format)];
  const before = new Set<string>();
  const places = firstPlaces(phases);
  const byId = new Map<string, PhaseDraft>();
  const problems = [duplicatePhases(path, phases)];
  for (const phase of phases) {
    // What an earlier phase holds is done when this one starts, so a task may depend on it.
    for (const task of phase.tasks) before.add(task.id);
    byId.set(phase.id, phase);
    const known = phase.after ? idsOf([phase, ...phase.after.map((id) => byId.get(id))]) : before;
    problems.push([
      // A roadmap says what is wanted, not who does it.
      ...(format === 'roadmap' || isOver(format, phase) ? [] : emptyPhase(path, phase)),
      ...missingCriteria(path, format, phase),
      ...duplicateTasks(path, phase),
      ...doubts(path, phase),
      ...unknownDependencies(path, phase, known, places),
      ...dependencyCycles(path, phase),
      ...phaseCircle(path, phase, byId),
    ]);
  }
  return problems.flat();
}

function idsOf(phases: readonly (PhaseDraft | undefined)[]): ReadonlySet<string> {
  return new Set(phases.flatMap((phase) => phase?.tasks ?? []).map(({ id }) => id));
}

function doubts(path: string, phase: PhaseDraft): Diagnostic[] {
  return phase.tasks.flatMap((task) =>
    (task.doubts ?? []).map(({ rule, message, line, column }) => {
      return { rule, severity: 'warning' as const, message, at: { path, line, column } };
    }),
  );
}

/** Phases come behind what they wait for; where they wait for each other that cannot be. */
function phaseCircle(
  path: string,
  { id, after = [], line }: PhaseDraft,
  before: ReadonlyMap<string, PhaseDraft>,
): Diagnostic[] {
  const later = after.find((one) => !before.has(one));
  if (later === undefined) return [];
  const message = `Unexpected phase ${id} that waits for phase ${later}, which waits for it as well, expected an order in which they can be done; remove one of these dependencies`;
  return [{ rule: 'dependency', severity: 'error', message, at: { path, line, column: 1 } }];
}

/** A phase that GSD only lists has no tasks any more. */
function isOver(format: PlanFormat, { claims = [] }: PhaseDraft): boolean {
  return format === 'gsd' && claims.length > 0 && claims.every(({ says }) => says === 'done');
}

const expectedPhases: Record<PlanFormat, string> = {
  impl: 'at least one heading such as "## 3. Phase 1 — title"; add one',
  toml: 'at least one [[commits]] entry; add one',
  checklist: 'at least one item such as "- [ ] title"; add one',
  roadmap: 'at least one heading such as "### M0 — title"; add one',
  backlog: 'at least one heading such as "### Phase 6.1 — title" with a list of steps; add one, or plan elsewhere',
  taskmaster: 'at least one tag with a list of "tasks"; add one',
  beads: 'at least one line with an issue; export it again',
  kiro: 'at least one box such as "- [ ] 1. Title"; add one',
  openspec: 'at least one heading such as "## 1. Title" with boxes; add one',
  speckit: 'at least one heading such as "## Phase 1: Title" with boxes such as "- [ ] T001 Title"; add one',
  gsd: 'at least one heading such as "### Phase 1: Title"; add one',
  'gsd-plan': 'at least one "<task type="auto">"; add one',
  superpowers: 'at least one heading such as "### Task 1: Title"; add one',
  speckitty: 'at least one heading such as "## Work Package WP01: Title"; add one',
  bmad: 'at least one epic such as "epic-1: in-progress" below "development_status:"; add one',
  freeform: 'at least one heading such as "## Stage 1 — title" with a list of steps; add one',
};

function noPhases(path: string, format: PlanFormat): Diagnostic {
  const message = `Unexpected plan without a phase, expected ${expectedPhases[format]}`;
  return { rule: 'no-phases', severity: 'error', message, at: { path, line: 1, column: 1 } };
}

function duplicatePhases(path: string, phases: readonly PhaseDraft[]): Diagnostic[] {
  return repeated(phases).map(([phase, first]) => ({
    rule: 'duplicate-id',
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
  return [{ rule: 'empty-phase', severity: 'warning', message, at: { path, line: phase.line, column: 1 } }];
}

function missingCriteria(path: string, format: PlanFormat, phase: PhaseDraft): Diagnostic[] {
  if (format !== 'impl' || phase.criteria.length > 0) return [];
  const message =
    `Unexpected phase ${phase.id} without exit criteria, expected a paragraph or list that starts with ` +
    '"**Exit criteria**:"; say how to tell that the phase is done';
  return [{ rule: 'missing-criteria', severity: 'error', message, at: { path, line: phase.line, column: 1 } }];
}

function duplicateTasks(path: string, phase: PhaseDraft): Diagnostic[] {
  return repeated(phase.tasks).map(([task, first]) => ({
    rule: 'duplicate-id',
    severity: 'error',
    message: `Unexpected second task ${task.id}, expected every id once in phase ${phase.id}; give one of the two another id`,
    at: placeOf(path, task),
    other: placeOf(path, first),
  }));
}

/**
 * Each thing whose id was there before, with the first one that has it. Ids that differ in case alone would share a
 * branch and a folder on some systems.
 */
function repeated<T extends { readonly id: string }>(things: readonly T[]): (readonly [T, T])[] {
  const seen = new Map<string, T>();
  return things.flatMap((thing) => {
    const id = thing.id.toLowerCase();
    const first = seen.get(id);
    if (!first) seen.set(id, thing);
    return first ? [[thing, first] as const] : [];
  });
}

/** Where each id first stands in the plan. */
function firstPlaces(phases: readonly PhaseDraft[]): Map<string, { phase: PhaseDraft; task: TaskDraft }> {
  const places = new Map<string, { phase: PhaseDraft; task: TaskDraft }>();
  for (const phase of phases) {
    for (const task of phase.tasks) if (!places.has(task.id)) places.set(task.id, { phase, task });
  }
  return places;
}

function unknownDependencies(
  path: string,
  phase: PhaseDraft,
  known: ReadonlySet<string>,
  places: ReadonlyMap<string, { phase: PhaseDraft; task: TaskDraft }>,
): Diagnostic[] {
  return phase.tasks.flatMap((task) => {
    const named = [...(task.dependsOn?.ids ?? []), ...(task.dependsOn?.also ?? [])];
    const missing = named.filter((id) => !known.has(id));
    return runs(missing, (id) => places.get(id)?.phase).map((ids) => unknown(task, ids));
  });

  function unknown(task: TaskDraft, { first, last }: Run): Diagnostic {
    const later = places.get(first);
    const named = first === last ? first : `${first}–${last}`;
    const expected = `expected tasks of phase ${phase.id} or an earlier one`;
    return {
      rule: 'dependency',
      severity: 'error',
      message: later
        ? `Unexpected dependency of ${task.id} on ${named}, which belongs to the later phase ${later.phase.id}, ${expected}; move one of the two`
        : `Unexpected dependency of ${task.id} on ${named}, ${expected}; list their ids, separated by commas`,
      at: { path, line: task.dependsOn?.line ?? task.line, column: task.dependsOn?.column ?? task.column },
      ...(later ? { other: placeOf(path, later.task) } : {}),
    };
  }
}

interface Run {
  readonly first: string;
  last: string;
}

/** Ids that follow each other like those of a range are one complaint, if all of them are of one kind. */
function runs(ids: readonly string[], kindOf: (id: string) => unknown): Run[] {
  const found: Run[] = [];
  for (const id of ids) {
    const open = found.at(-1);
    if (open && isNext(open.last, id) && kindOf(open.first) === kindOf(id)) open.last = id;
    else found.push({ first: id, last: id });
  }
  return found;
}

/** Whether one id follows the other: `1.9` and `1.10`, `T009` and `T010`. */
function isNext(id: string, next: string): boolean {
  const [digits] = /\d{1,9}$/.exec(id) ?? [];
  if (digits === undefined) return false;
  return next === id.slice(0, -digits.length) + String(Number(digits) + 1).padStart(digits.length, '0');
}

function dependencyCycles(path: string, phase: PhaseDraft): Diagnostic[] {
  return findCycles(phase.tasks).map((cycle) => ({
    rule: 'dependency',
    severity: 'error',
    message:
      `Unexpected cycle ${cycle.map((task) => task.id).join(' → ')}, expected an order in which the tasks can be done; ` +
      'remove one of these dependencies',
    at: placeOf(path, cycle[0]),
  }));
}

function placeOf(path: string, task: TaskDraft): Location {
  return { path, line: task.line, column: task.column };
}

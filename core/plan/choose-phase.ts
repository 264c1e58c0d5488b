import { fail, ok, type Result } from '../failure.ts';
import type { Phase, Plan } from './plan.ts';

/** Ids of the phases of one plan that are handed over on the branch: proven by commits, not by ticks. */
export type HandedOver = ReadonlySet<string>;

/** The phase that was asked for, or the first one, with work to do. */
export function choosePhase(plan: Plan, asked: string | undefined, handedOver: HandedOver): Result<Phase> {
  const { path, phases } = plan;
  if (asked !== undefined) {
    const named = namedPhase(plan, asked);
    if (!named.ok || hasWork(named.value, handedOver)) return named;
    const { id } = named.value;
    const why = handedOver.has(id)
      ? `Phase ${id} is handed over already.`
      : `Every task of phase ${id} is ticked in the plan.`;
    return fail('nothing-to-do', why);
  }
  if (phases.length === 0) return noPhases(path);
  const next = phases.find((phase) => hasWork(phase, handedOver));
  if (next) return ok(next);
  return fail('nothing-to-do', `Every phase of ${path} is handed over or ticked.`, { path, line: 1, column: 1 });
}

/** The phase of that name, whether there is work left in it or not. */
export function namedPhase({ path, phases }: Plan, asked: string): Result<Phase> {
  const wanted = asked.replace(/^phase[\s:-]*/i, '');
  const isSpelled = wanted !== asked;
  const at = { path, line: 1, column: 1 };
  if (phases.length === 0) return noPhases(path);
  const like = phases.filter((one) => isLike(one.id, wanted));
  // Nx hands `1.10` over as the number 1.1, so a bare number that is like two phases tells neither of them.
  if (like.length > 1 && !isSpelled) {
    const ids = like.map((one) => one.id);
    const message = `Unexpected phase ${wanted}, which may be ${ids.join(' or ')}. Write "phase ${ids[0]}".`;
    return fail('unknown-phase', message, at);
  }
  const phase = phases.find((one) => one.id === wanted) ?? like[0];
  if (!phase) {
    const ids = phases.map((one) => one.id).join(', ');
    return fail('unknown-phase', `Unexpected phase "${wanted}", expected one of ${ids}.`, at);
  }
  if (phase.tasks.length > 0) return ok(phase);
  const message = `Unexpected phase ${phase.id} without tasks, expected a table or list of tasks below its heading.`;
  return fail('phase-empty', message, { path, line: phase.line, column: 1 });
}

function noPhases(path: string): Result<never> {
  return fail(
    'no-phases',
    'Unexpected plan without a phase that can be read, expected a heading such as "## Phase 1 — Title" with a table of tasks.',
    { path, line: 1, column: 1 },
  );
}

/** The phase that comes after `phase`, if there is one with work to do. */
export function phaseAfter(plan: Plan, phase: Phase, handedOver: HandedOver): Phase | undefined {
  return plan.phases.slice(plan.phases.indexOf(phase) + 1).find((one) => hasWork(one, handedOver));
}

function hasWork(phase: Phase, handedOver: HandedOver): boolean {
  return !handedOver.has(phase.id) && phase.tasks.some((task) => !task.ticked);
}

function isLike(id: string, wanted: string): boolean {
  const sameNumber = id.trim() !== '' && wanted.trim() !== '' && Number(id) === Number(wanted);
  return id.toLowerCase() === wanted.toLowerCase() || sameNumber;
}

import { startOf } from '../../brief/cut.ts';
import { fail, type Failure } from '../../failure.ts';
import { phaseDependencies } from '../../lint/rules/phase-dependencies.ts';
import { claimsDone, type HandedOver, type Undivided } from '../../plan/choose-phase.ts';
import type { Phase, Plan, Task } from '../../plan/plan.ts';
import { refutedBy, saysOf } from '../../spec/entry-gate.ts';
import { isResearched, openQuestions, type Research } from '../../spec/research-phase.ts';
import type { SpecFile } from '../../spec/section.ts';
import type { HandOffs } from '../land/handed-over.ts';

/** A phase that another one builds on, and how far it is. */
export interface EarlierPhase {
  readonly phase: Phase;
  /**
   * `handed-over`: a commit of the branch says so. `researched`: its memos say PASS or GO. `ticked` and `claimed` are
   * words of the plan, which nothing proves. `undivided`: it says what there is to do, and has no tasks yet.
   * `without-tasks`: that is not known of it.
   */
  readonly state: 'handed-over' | 'researched' | 'ticked' | 'claimed' | 'without-tasks' | 'undivided' | 'open';
  /** Tasks that are neither ticked nor researched. */
  readonly open: readonly Task[];
}

interface KnownAbout {
  readonly handedOver: HandedOver;
  readonly undivided: Undivided;
  readonly research: Research | undefined;
}

/** The phases that a phase says it depends on; where it says nothing, all before it. */
export function earlierPhases(
  plan: SpecFile & { readonly model: Plan },
  phase: Phase,
  about: KnownAbout,
): EarlierPhase[] {
  const { phases } = plan.model;
  const named = phaseDependencies(plan.model, plan).filter((one) => one.phase === phase);
  const ids = new Set(named.map(({ id }) => id.toLowerCase()));
  const declared = phases.filter((one) => one !== phase && ids.has(one.id.toLowerCase()));
  const earlier = declared.length > 0 ? declared : before(plan.model, phase);
  // Who names what it waits for waits for that too which holds nothing yet.
  const isNamed = phase.after !== undefined;
  return earlier.map((one) => {
    const known = stateOf(one, about);
    const isEmpty = known.state === 'without-tasks' && isNamed && !claimsDone(one);
    return isEmpty ? { ...known, state: 'undivided' } : known;
  });
}

function before({ phases }: Plan, phase: Phase): readonly Phase[] {
  const { after } = phase;
  return after ? phases.filter(({ id }) => after.includes(id)) : phases.slice(0, phases.indexOf(phase));
}

/** Why a phase has to wait for one before it; the ways on are commands. */
export function earlierFirst(
  plan: Plan,
  phase: Phase,
  about: {
    readonly earlier: readonly EarlierPhase[];
    /** Somebody has said to go on all the same. What a memo has refuted cannot be skipped. */
    readonly isSkipped: boolean;
    readonly research: Research | undefined;
    readonly takenBack: HandOffs['takenBack'];
    readonly command: (phase: Phase, flag?: string) => string;
  },
): Failure | undefined {
  const memos = about.earlier.some((one) => one.phase === about.research?.phase) ? (about.research?.memos ?? []) : [];
  const refuted = memos.map(refutedBy).find((failure) => failure !== undefined);
  if (refuted) return refuted;
  if (about.isSkipped) return undefined;
  const [first, ...others] = about.earlier.filter(({ state }) => state === 'open' || state === 'undivided');
  if (!first) return undefined;
  const unsaid = memos.filter((memo) => saysOf(memo) === 'open').map(({ path }) => path);
  const why = unsaid.length > 0 ? ` ${unsaid.join(', ')} says neither PASS nor GO.` : '';
  const gone = about.takenBack.get(first.phase.id);
  const taken = gone ? ` ${gone.said}` : '';
  const more = others.length > 0 ? `; open too: ${others.map((one) => `phase ${one.phase.id}`).join(', ')}` : '';
  return fail(
    'earlier-phase',
    `Unexpected phase ${phase.id} before phase ${first.phase.id}, which is not handed over and has ${lackOf(first)}${more}.${taken}${why} Land it first: ${about.command(first.phase)};${saidDone(first)} or go on all the same: ${about.command(phase, '--skip-earlier')}`,
    { path: plan.path, line: first.open[0]?.line ?? first.phase.line, column: 1 },
  ).failure;
}

function stateOf(phase: Phase, about: KnownAbout): EarlierPhase {
  if (about.handedOver.has(phase.id)) return { phase, state: 'handed-over', open: [] };
  const research = about.research?.phase === phase ? about.research : undefined;
  if (research && isResearched(research)) return { phase, state: 'researched', open: [] };
  if (phase.tasks.length === 0 && about.undivided.get(phase.id) !== 'work')
    return { phase, state: 'without-tasks', open: [] };
  const open = research ? openQuestions(research) : phase.tasks.filter((task) => !task.ticked);
  if (phase.tasks.length > 0 && open.length === 0) return { phase, state: 'ticked', open };
  if (claimsDone(phase)) return { phase, state: 'claimed', open: [] };
  return { phase, state: phase.tasks.length > 0 ? 'open' : 'undivided', open };
}

/** A phase without tasks has nothing that could be ticked. */
function saidDone({ state }: EarlierPhase): string {
  return state === 'undivided'
    ? ' or, if there is nothing left to do, say in it that it is done (**Status**: done);'
    : '';
}

function lackOf(earlier: EarlierPhase): string {
  const count = earlier.open.length;
  if (earlier.state === 'undivided') return 'not been divided into tasks yet';
  return `${count} open task${count === 1 ? '' : 's'} (${listOf(earlier)})`;
}

function listOf({ open }: EarlierPhase): string {
  const names = open.slice(0, 6).map(({ id, title, ranges }) => (ranges.id ? id : `"${startOf(title, 40)}"`));
  return open.length > names.length ? `${names.join(', ')} …` : names.join(', ');
}

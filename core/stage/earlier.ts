import { posix } from 'node:path';
import { fail, type Failure } from '../failure.ts';
import { phaseDependencies } from '../lint/rules/phase-dependencies.ts';
import type { HandedOver } from '../plan/choose-phase.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { taskLines } from '../plan/tasks/task-lines.ts';
import { refutedBy, saysOf } from '../spec/entry-gate.ts';
import type { GatheredMemo } from '../spec/gather.ts';
import type { SpecFile } from '../spec/section.ts';
import { spikeNames } from '../spec/spike-names.ts';

/** A phase that another one builds on, and how far it is. */
export interface EarlierPhase {
  readonly phase: Phase;
  /**
   * `handed-over`: proven by a commit of the branch. `researched`: its memos say PASS or GO. `ticked` and `claimed` are
   * words of the plan, which nothing proves.
   */
  readonly state: 'handed-over' | 'researched' | 'ticked' | 'claimed' | 'without-tasks' | 'open';
  /** Tasks that are neither ticked nor researched. */
  readonly open: readonly Task[];
}

/** The phases that a phase says it depends on; where it says nothing, all before it. */
export function earlierPhases(
  plan: SpecFile & { readonly model: Plan },
  phase: Phase,
  about: { readonly handedOver: HandedOver; readonly research: readonly GatheredMemo[] },
): EarlierPhase[] {
  const { phases } = plan.model;
  const named = phaseDependencies(plan.model, plan).filter((one) => one.phase === phase);
  const ids = new Set(named.map(({ id }) => id.toLowerCase()));
  const declared = phases.filter((one) => one !== phase && ids.has(one.id.toLowerCase()));
  const earlier = declared.length > 0 ? declared : phases.slice(0, phases.indexOf(phase));
  return earlier.map((one) => stateOf(one, about));
}

/** The phase of research before all work: phase 0. */
export function researchPhase(plan: Plan): Phase | undefined {
  return plan.phases.find(({ id }) => /^P?0$/i.test(id));
}

/** Whether the memos that a phase of research names have settled all its open tasks. */
export function isResearched(phase: Phase, memos: readonly GatheredMemo[]): boolean {
  const research = phase.tasks.map((task) => researchOf(task, phase, memos));
  return research.some((one) => one !== 'none') && openTasks(phase, memos).length === 0;
}

/** Why a phase has to wait for one before it; the ways on are commands. */
export function earlierFirst(
  plan: Plan,
  phase: Phase,
  about: {
    readonly earlier: readonly EarlierPhase[];
    readonly research: readonly GatheredMemo[];
    readonly command: (phase: Phase, flag?: string) => string;
  },
): Failure | undefined {
  const refuted = about.research.map(refutedBy).find((failure) => failure !== undefined);
  if (refuted) return refuted;
  const [first, ...others] = about.earlier.filter(({ state }) => state === 'open');
  if (!first) return undefined;
  const count = first.open.length;
  const unsaid = about.research.filter((memo) => saysOf(memo) === 'open').map(({ path }) => path);
  const why = unsaid.length > 0 ? ` ${unsaid.join(', ')} says neither PASS nor GO.` : '';
  const more = others.length > 0 ? `, nor are ${others.map((one) => one.phase.id).join(', ')}` : '';
  return fail(
    'earlier-phase',
    `Unexpected phase ${phase.id} before phase ${first.phase.id}, which is not handed over and has ${count} open task${count === 1 ? '' : 's'} ` +
      `(${listOf(first)})${more}.${why} Land it first: ${about.command(first.phase)}; or go on all the same: ${about.command(phase, '--skip-earlier')}`,
    { path: plan.path, line: first.open[0]?.line ?? first.phase.line, column: 1 },
  ).failure;
}

function stateOf(
  phase: Phase,
  { handedOver, research }: { readonly handedOver: HandedOver; readonly research: readonly GatheredMemo[] },
): EarlierPhase {
  if (handedOver.has(phase.id)) return { phase, state: 'handed-over', open: [] };
  if (phase.tasks.length === 0) return { phase, state: 'without-tasks', open: [] };
  if (isResearched(phase, research)) return { phase, state: 'researched', open: [] };
  const open = openTasks(phase, research);
  if (open.length === 0) return { phase, state: 'ticked', open };
  const says = new Set(phase.claims.map((claim) => claim.says));
  return says.size === 1 && says.has('done') ? { phase, state: 'claimed', open: [] } : { phase, state: 'open', open };
}

/** A tick counts, unless the memo that the task asked for is there and says otherwise. */
function openTasks(phase: Phase, memos: readonly GatheredMemo[]): readonly Task[] {
  return phase.tasks.filter((task) => {
    const research = researchOf(task, phase, memos);
    return research === 'unfinished' || (research !== 'finished' && !task.ticked);
  });
}

/** What has become of the memos that a task asks for. They have to say PASS or GO where the phase's criteria ask for that. */
function researchOf(
  task: Task,
  phase: Phase,
  memos: readonly GatheredMemo[],
): 'none' | 'missing' | 'unfinished' | 'finished' {
  const lines = new Set(taskLines(task));
  const named = memos.filter(({ by }) => by.some(({ line }) => lines.has(line)));
  const isThere = (name: string): boolean => memos.some(({ path }) => posix.basename(path, '.md') === name);
  if (spikeNames(task.text).some(({ name }) => !isThere(name))) return 'missing';
  if (named.length === 0) return 'none';
  const asksForOutcome = phase.criteria.some(({ text }) => /\b(?:pass|go)\b|通过/i.test(text));
  return asksForOutcome && named.some((memo) => saysOf(memo) === 'open') ? 'unfinished' : 'finished';
}

function listOf({ open }: EarlierPhase): string {
  const ids = open.slice(0, 6).map(({ id }) => id);
  return open.length > ids.length ? `${ids.join(', ')} …` : ids.join(', ');
}

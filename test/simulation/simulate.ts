import { drive, replay } from '../../core/workflow/drive.ts';
import type { Entry } from '../../core/journal/journal.ts';
import type { Event, State } from '../../core/workflow/state.ts';
import {
  formattingTests,
  iterative,
  phaseReview,
  polishing,
  tdd,
  type Workflow,
} from '../../core/workflow/workflow.ts';
import { wrongIn } from './invariants.ts';
import { Crash, MemoryJournal, type Mishaps } from './memory-journal.ts';
import { Chance } from './random.ts';
import { SimulatedWorld } from './world.ts';

export interface Simulated {
  readonly seed: number;
  readonly workflow: Workflow['name'];
  /** How it ended; undefined where it did not. */
  readonly end: State['at'] | undefined;
  readonly crashes: number;
  readonly refusals: number;
  /** What must not be; empty where all is well. */
  readonly problems: readonly string[];
  /** What happened, line by line. */
  readonly trace: readonly string[];
  /** What its journal holds. */
  readonly records: readonly Pick<Entry, 'kind' | 'data'>[];
}

/** What drives the loop: tests put one in that has a bug. */
export type Driver = typeof drive;

const stage = 'task-1';
const start = 'c0';
const mostMishaps = 5;
const mostProcesses = 60;

/**
 * One loop of a task, a review or a polish from its beginning to its end, with all that chance brings: what agents, gates
 * and persons answer, kills at any moment, a disk that refuses, limits that somebody changes. The same for the same seed.
 */
export async function simulate(seed: number, driver: Driver = drive): Promise<Simulated> {
  const chance = new Chance(seed);
  const mishaps: Mishaps = { chance, left: chance.number(0, mostMishaps), crashes: 0, refusals: 0 };
  const kind = chance.pick(workflows);
  const world = new SimulatedWorld(kind(chance), mishaps);
  const journal = new MemoryJournal(mishaps, (of, data) => {
    if (of === 'result') world.isRecorded(data as Event);
  });
  let end: State['at'] | undefined;
  for (let process = 0; process < mostProcesses && !end && world.problems.length === 0; process++) {
    if (process > 0 && chance.is(0.1)) world.workflow = kind(chance);
    world.tries.allow(world.workflow);
    const state = await oneProcess(driver, world, journal, mishaps);
    if (state?.at === 'approved' || state?.at === 'abandoned') end = state.at;
  }
  if (!end && world.problems.length === 0) world.problems.push(`no end after ${mostProcesses} processes`);
  const { crashes, refusals } = mishaps;
  const { problems, trace } = world;
  return {
    seed,
    workflow: world.workflow.name,
    end,
    crashes,
    refusals,
    problems,
    trace,
    records: journal.open().entries,
  };
}

const workflows: readonly ((chance: Chance) => Workflow)[] = [
  (chance) => iterative(limits(chance)),
  (chance) => phaseReview(limits(chance)),
  (chance) => polishing(limits(chance)),
  (chance) => tdd(limits(chance), true),
  (chance) => tdd(limits(chance), false),
  (chance) => formattingTests(tdd(limits(chance), true)),
];

function limits(chance: Chance) {
  return {
    gateRetries: chance.number(0, 3),
    maxReviewRounds: chance.number(1, 4),
    maxStyleRounds: chance.number(1, 4),
  };
}

/** Drives the loop until it ends, asks or stops; undefined when the process was killed before. */
async function oneProcess(
  driver: Driver,
  world: SimulatedWorld,
  stored: MemoryJournal,
  mishaps: Mishaps,
): Promise<State | undefined> {
  const { workflow, recorded, problems, trace } = world;
  const journal = stored.open();
  const refusals = mishaps.refusals;
  try {
    const state = await driver({ stage, workflow, start, journal, effects: world });
    trace.push(`→ ${state.at}`);
    const told = replay({ stage, workflow, start, journal: stored.open() }).state;
    const isSame = mishaps.refusals > refusals ? isSameProgress(told, state) : same(told, state);
    if (!isSame) problems.push('the journal does not lead to where the loop is');
    const wrong = wrongIn(state, workflow, recorded);
    if (wrong !== undefined) problems.push(wrong);
    problems.push(...miscounted(state, world, mishaps));
    return state;
  } catch (error) {
    if (!(error instanceof Crash))
      problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    trace.push('→ killed');
    return undefined;
  }
}

/** Where the disk refused a record the loop knows that it stopped, and the journal does not. */
function isSameProgress(told: State, state: State): boolean {
  return same(told.progress, state.progress);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Each call of an agent is counted, once; and at most one is made again for each process that was killed. */
function miscounted({ progress }: State, world: SimulatedWorld, { crashes, refusals }: Mishaps): string[] {
  const answered = world.recorded.reduce((sum, event) => sum + callsIn(event), 0);
  const again = world.agentCalls - answered;
  return [
    ...(progress.agentCalls === answered ? [] : [`${progress.agentCalls} calls of agents are counted of ${answered}`]),
    ...(again <= crashes + refusals ? [] : [`${again} calls of agents were made again after ${crashes} kills`]),
  ];
}

function callsIn(event: Event): number {
  if (event.type === 'failed') return event.agentCalls;
  return event.type === 'worked' || event.type === 'reviewed' || event.type === 'arbitrated' ? 1 : 0;
}

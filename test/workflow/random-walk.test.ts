import { expect, test } from 'vitest';
import type { Finding } from '../../core/review/finding.ts';
import type { Command, Event, State } from '../../core/workflow/state.ts';
import { begin, transition } from '../../core/workflow/transition.ts';
import { iterative, phaseReview, stepOf, tdd, type Expectation, type Workflow } from '../../core/workflow/workflow.ts';
import {
  answered,
  arbitrated,
  committed,
  failed,
  finding,
  formatted,
  green,
  inScope,
  noChange,
  outOfScope,
  red,
  redTests,
  reviewed,
  says,
  start,
} from './sample.ts';

const limits = { gateRetries: 2, maxReviewRounds: 3, maxStyleRounds: 3 };
const walks = 400;

test.each([iterative(limits), phaseReview(limits), tdd(limits, true), tdd(limits, false)])(
  'Walks through workflow $name with random events all end within its limits, and what is approved is proven.',
  (workflow) => {
    for (let seed = 0; seed < walks; seed++) {
      const { end, calls } = walk(workflow, seed);
      expect(Math.max(...calls), `seed ${seed}`).toBeLessThanOrEqual(mostCalls(workflow));
      if (end.at !== 'approved') continue;
      // Whatever happened on the way: exactly this commit is what the gates have passed, and nothing is left open.
      expect(end.progress.verdict, `seed ${seed}`).toMatchObject({ green: true, commit: end.progress.commit });
      expect([...end.progress.open, ...end.progress.defects], `seed ${seed}`).toEqual([]);
    }
  },
);

/** Calls of the implementer between two answers of a person: per round one or one for each finding, and the retries. */
function mostCalls({ steps, scope }: Workflow): number {
  const each = steps.map(({ gate, review, secondLooks }) => {
    const fixes = review.fixes === 'each' ? all.length : 1;
    // Formatters may fail as often as gates.
    const rounds = review.maxRounds + (gate.retries + 1) * (secondLooks > 0 ? 1 : 0);
    return rounds * (fixes + gate.retries + scope.retries) + secondLooks;
  });
  return each.reduce((sum, calls) => sum + calls, disturbances);
}

/** What may go wrong in one walk without being anybody's decision: failures, lost worktrees, "done" without a change. */
const disturbances = 6;
const questions = 3;

/** Drives a loop with events that fit its commands; notes the work commands between two answers. */
function walk(workflow: Workflow, seed: number): { end: State; calls: readonly number[] } {
  const random = generator(seed);
  const world = { random, commits: 0, trouble: disturbances, asked: 0 };
  const calls = [0];
  let state = begin(workflow, start);
  while (state.at !== 'approved' && state.at !== 'abandoned') {
    if (state.at === 'running' && state.command.do === 'work') calls[calls.length - 1]! += 1;
    if (state.at === 'asking') calls.push(0);
    const expectation = stepOf(workflow, state.progress.step).gate.expect;
    state = transition(workflow, 'task-1', state, eventFor(state, world, expectation));
  }
  return { end: state, calls };
}

interface World {
  readonly random: () => number;
  commits: number;
  trouble: number;
  asked: number;
}

function eventFor(
  state: Exclude<State, { at: 'approved' | 'abandoned' }>,
  world: World,
  expectation: Expectation,
): Event {
  if (state.at === 'stopped') return { type: 'resumed' };
  if (state.at === 'running') return happens(state.command, world, expectation);
  world.asked += 1;
  const names = state.question.options.map((option) => option.name);
  return answered(world.asked > questions ? 'abandon' : pick(world, names), 'go on');
}

function happens(command: Command, world: World, expectation: Expectation): Event {
  const goesWrong = world.trouble > 0 && world.random() < 0.1;
  if (goesWrong) world.trouble -= 1;
  switch (command.do) {
    case 'work':
      return goesWrong ? failed : implementer(command, world);
    case 'commit':
      if (goesWrong) return pick(world, [noChange(command.onto), { type: 'work-lost' }]);
      world.commits += 1;
      return committed(`c${world.commits}`);
    case 'scope':
      return world.random() < 0.2 ? outOfScope : inScope;
    case 'gate':
      if (goesWrong) return failed;
      if (expectation === 'red') return redTests(command.commit, world.random() < 0.6);
      return world.random() < 0.4 ? red(command.commit) : green(command.commit);
    case 'arbitrate':
      return goesWrong ? failed : arbitrated(world.random() < 0.5);
    case 'format':
      if (goesWrong) return failed;
      if (world.random() < 0.3) return formatted(command.commit, 'demo:lint-fix');
      world.commits += 1;
      return formatted(world.random() < 0.5 ? command.commit : `c${world.commits}`);
    case 'review':
      return goesWrong ? pick(world, [failed, reviewed('ISSUES_FOUND')]) : reviewer(world);
  }
}

function implementer(command: Extract<Command, { do: 'work' }>, world: World): Event {
  if (world.random() < 0.05) return says({ status: pick(world, ['spec-wrong', 'gate-wrong', 'person-needed']) });
  const told = command.because.why === 'findings' ? command.because.findings : all;
  const disputed = told.filter(() => world.random() < 0.3);
  return says({ disputes: disputed.map((one) => ({ finding: `${one.path}: ${one.title}`, reason: 'no' })) });
}

const all: readonly Finding[] = [finding('P0', 'a'), finding('P1', 'b'), finding('P2', 'c'), finding('P3', 'd')];

function reviewer(world: World): Event {
  const raised = all.filter(() => world.random() < 0.3);
  const findings = raised.map((one) => (world.random() < 0.1 ? { ...one, kind: 'spec-defect' as const } : one));
  if (world.random() < 0.1) return reviewed('NEEDS_CLARIFICATION', ...findings);
  return reviewed(findings.length === 0 || world.random() < 0.1 ? 'APPROVED' : 'ISSUES_FOUND', ...findings);
}

function pick<T>(world: World, values: readonly T[]): T {
  return values[Math.floor(world.random() * values.length)]!;
}

/** Numbers from 0 to 1 that are the same for the same seed: mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

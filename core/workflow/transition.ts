import { unreachable } from '../failure.ts';
import { answerGiven, decisionMade } from './after-answer.ts';
import { formatted } from './after-format.ts';
import { gated } from './after-gate.ts';
import { arbitrated, reviewed } from './after-review.ts';
import { scoped } from './after-scope.ts';
import { committed, lost, worked } from './after-work.ts';
import { stop } from './fails.ts';
import { run, work } from './next.ts';
import type { Event, Progress, State } from './state.ts';
import { stepOf, type Workflow } from './workflow.ts';

/** Where a loop begins that starts from `commit`. */
export function begin(workflow: Workflow, commit: string): State {
  const step = stepOf(workflow, 0);
  const progress: Progress = {
    step: 0,
    from: commit,
    firstRound: 1,
    passed: [],
    secondLooks: 0,
    formatted: null,
    formatTries: 0,
    round: 1,
    attempt: 1,
    fixTurns: 0,
    scopeTries: 0,
    losses: 0,
    failures: 0,
    roundLimit: step.review.maxRounds,
    commit,
    reviewed: null,
    verdict: null,
    open: [],
    queue: [],
    disputes: [],
    settled: [],
    defects: [],
    decided: [],
    reopened: [],
    deviations: [],
    mended: [],
    flags: [],
    flagAnswers: [],
    allowed: [],
    agentCalls: 0,
    usage: {},
    turns: [],
    sessions: {},
    interrupted: null,
    models: {},
  };
  return step.begin === 'work' ? work(progress, { why: 'first' }) : run(progress, { do: 'gate', commit });
}

/**
 * The whole loop, for every workflow: from a state and what happened to the next state, which holds the next command.
 * Pure and total: an event that does not belong to the state is our bug, everything that the world does is an event.
 */
export function transition(workflow: Workflow, stage: string, state: State, event: Event): State {
  switch (state.at) {
    case 'running':
      return event.type === 'failed' ? stop(stage, state, event) : advance(workflow, stage, state, event);
    case 'stopped':
      if (event.type === 'resumed') return run(state.progress, state.command);
      return unexpected(state, event);
    case 'asking':
      if (event.type !== 'answered') return unexpected(state, event);
      return state.question.reason === 'spec-defect'
        ? decisionMade(workflow, stage, state, event.answer)
        : answerGiven(workflow, stage, state, event.answer);
    case 'approved':
    case 'abandoned':
      return unexpected(state, event);
    default:
      return unreachable(state);
  }
}

type Running = Extract<State, { at: 'running' }>;

function advance(workflow: Workflow, stage: string, state: Running, event: Exclude<Event, { type: 'failed' }>): State {
  const { progress, command } = state;
  switch (command.do) {
    case 'work':
      return event.type === 'worked' ? worked(workflow, stage, state, event) : unexpected(state, event);
    case 'commit':
      if (event.type === 'work-lost') return lost(progress, command);
      return event.type === 'committed'
        ? committed(workflow, stage, progress, command, event)
        : unexpected(state, event);
    case 'scope':
      return event.type === 'scoped' ? scoped(workflow, stage, progress, event) : unexpected(state, event);
    case 'gate':
      return event.type === 'gated'
        ? gated(workflow, stage, { ...progress, verdict: event.verdict })
        : unexpected(state, event);
    case 'review':
      return event.type === 'reviewed' ? reviewed(workflow, stage, state, event) : unexpected(state, event);
    case 'arbitrate':
      return event.type === 'arbitrated' ? arbitrated(workflow, stage, state, event) : unexpected(state, event);
    case 'format':
      // Whoever looks at the whole before it is formatted may find what no list of files shows.
      if (event.type === 'scoped') return scoped(workflow, stage, progress, event);
      return event.type === 'formatted' ? formatted(workflow, stage, progress, event) : unexpected(state, event);
    default:
      return unreachable(command);
  }
}

function unexpected(state: State, event: Event): never {
  const doing = state.at === 'running' ? `running ${state.command.do}` : state.at;
  throw new Error(`Internal error: unexpected event ${event.type} while ${doing}`);
}

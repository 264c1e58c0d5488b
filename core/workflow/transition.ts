import { addUsage } from '../agent/usage.ts';
import type { Session } from '../agent/driver.ts';
import { accessOf } from '../agent/role.ts';
import { breaksOff } from '../agent/trouble.ts';
import { unreachable, type Failure, type FailureReason } from '../failure.ts';
import { addDeviations } from '../review/deviation.ts';
import { findingId } from '../review/finding.ts';
import { settle } from '../review/triage.ts';
import { ask } from './ask.ts';
import type { Because, Called, Command, Event, Progress, State } from './state.ts';
import type { Step, Workflow } from './workflow.ts';

/** How often in a row work is done again because its worktree was lost. */
const mostLosses = 2;

/** How often in a row an agent may fail by itself before a person is asked; each run tries once. */
const mostFailures = 3;

/** Failures of an agent that come of what it was to do, or of the agent: another try may end the same way. */
const ownFailures: ReadonlySet<FailureReason> = new Set(['agent-failed', 'agent-limit', 'bad-output', 'no-change']);

/** Where a loop begins that starts from `commit`. */
export function begin(workflow: Workflow, commit: string): State {
  const step = stepOf(workflow, 0);
  const progress: Progress = {
    step: 0,
    round: 1,
    attempt: 1,
    scopeTries: 0,
    losses: 0,
    failures: 0,
    roundLimit: step.review.maxRounds,
    commit,
    reviewed: null,
    verdict: null,
    open: [],
    disputes: [],
    settled: [],
    deviations: [],
    mended: [],
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
      if (event.type === 'answered') return ask.answered(workflow, state, event.answer);
      return unexpected(state, event);
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
      return event.type === 'worked' ? worked(stage, progress, command, event) : unexpected(state, event);
    case 'commit':
      if (event.type === 'work-lost') return lost(progress, command);
      return event.type === 'committed' ? committed(stage, progress, command, event) : unexpected(state, event);
    case 'scope':
      return event.type === 'scoped' ? scoped(workflow, stage, progress, event.outside) : unexpected(state, event);
    case 'gate':
      return event.type === 'gated'
        ? gated(workflow, stage, { ...progress, verdict: event.verdict })
        : unexpected(state, event);
    case 'review':
      return event.type === 'reviewed' ? reviewed(workflow, stage, state, event) : unexpected(state, event);
    default:
      return unreachable(command);
  }
}

function worked(
  stage: string,
  before: Progress,
  command: Extract<Command, { do: 'work' }>,
  event: Extract<Event, { type: 'worked' }>,
): State {
  const { answer } = event;
  const progress = {
    ...called(before, event),
    disputes: answer.disputes ?? [],
    deviations: addDeviations(before.deviations, answer.deviations ?? []),
    mended: [...new Set([...before.mended, ...(answer.fixedFindings ?? [])])],
  };
  const { because, from, round } = command;
  if (answer.status !== 'done')
    return ask.agentStopped(stage, progress, answer, { do: 'work', because, from, round, attempt: command.attempt });
  return run(progress, { do: 'commit', onto: from, round, because });
}

/** Worktrees are deleted by hand, now and then. An agent that deletes its own again and again has to be stopped. */
function lost(before: Progress, command: Extract<Command, { do: 'commit' }>): State {
  const progress = { ...before, losses: before.losses + 1 };
  if (progress.losses <= mostLosses) return work(progress, command.because);
  const failure: Failure = {
    reason: 'worktree',
    message: `Unexpected absence of the worktree when its work was to be committed, ${progress.losses} times in a row. Look for what deletes it, or what makes a repository of its own there.`,
  };
  return {
    at: 'stopped',
    progress: { ...progress, losses: 0 },
    failure,
    command: workCommand(progress, command.because),
  };
}

function committed(
  stage: string,
  before: Progress,
  command: Extract<Command, { do: 'commit' }>,
  event: Extract<Event, { type: 'committed' }>,
): State {
  const progress = { ...before, losses: 0 };
  if (event.changed.length > 0)
    return run({ ...progress, failures: 0, commit: event.commit }, { do: 'scope', commit: event.commit });
  // A round may end without a change only when every finding is disputed: then the reviewer has to look again, at what
  // the gates have passed. Work that they refused, or never saw, is not brought to review by disputing.
  const { verdict } = progress;
  const isProven = verdict !== null && verdict.green && verdict.commit === progress.commit;
  const disputed = new Set(progress.disputes.map((dispute) => dispute.finding));
  const allDisputed = progress.open.length > 0 && progress.open.every((finding) => disputed.has(findingId(finding)));
  if (isProven && allDisputed) return run(progress, review(progress));
  const failure: Failure = {
    reason: 'no-change',
    message: 'Unexpected answer "done" with no file changed, expected a change. The work was not sent to the gates.',
  };
  return fails(stage, progress, failure, workCommand(progress, command.because));
}

function scoped(workflow: Workflow, stage: string, progress: Progress, outside: readonly string[]): State {
  if (outside.length === 0) return run(progress, { do: 'gate', commit: progress.commit });
  const scopeTries = progress.scopeTries + 1;
  const next = { ...progress, scopeTries, attempt: progress.attempt + 1 };
  if (scopeTries > workflow.scope.retries)
    return ask.scopeLimit(stage, next, outside, workCommand(next, { why: 'out-of-scope', paths: outside }));
  return work(next, { why: 'out-of-scope', paths: outside });
}

function gated(workflow: Workflow, stage: string, progress: Progress): State {
  const { verdict } = progress;
  if (verdict?.green) return run(progress, review(progress));
  const next = { ...progress, attempt: progress.attempt + 1 };
  const because: Because = { why: 'gates-red', verdict: verdict! };
  if (progress.attempt > stepOf(workflow, progress.step).gate.retries)
    return ask.gateLimit(stage, next, verdict!, workCommand(next, because));
  return work(next, because);
}

function reviewed(
  workflow: Workflow,
  stage: string,
  state: Running,
  event: Extract<Event, { type: 'reviewed' }>,
): State {
  const { answer } = event;
  const step = stepOf(workflow, state.progress.step);
  const before = { ...called(state.progress, event), reviewed: state.progress.commit };
  if (answer.verdict === 'NEEDS_CLARIFICATION') return ask.clarification(stage, before, answer, state.command);
  if (answer.verdict === 'ISSUES_FOUND' && answer.findings.length === 0) {
    const failure: Failure = {
      reason: 'bad-output',
      message:
        'Unexpected verdict ISSUES_FOUND without a finding, expected at least one finding with path, line and fix.',
    };
    return fails(stage, before, failure, state.command);
  }
  const progress = settle({ ...before, failures: 0 }, answer.findings, step.review.fixUpTo);
  // An approval that names a finding to be fixed contradicts itself; the finding counts.
  if (progress.open.length === 0) return approve(workflow, progress);
  const next = { ...progress, round: progress.round + 1, attempt: 1, scopeTries: 0 };
  const because: Because = { why: 'findings', findings: progress.open };
  if (next.round > progress.roundLimit) return ask.reviewLimit(stage, next, workCommand(next, because));
  return work(next, because);
}

function approve(workflow: Workflow, progress: Progress): State {
  const step = progress.step + 1;
  if (step >= workflow.steps.length) return { at: 'approved', progress };
  const { maxRounds } = stepOf(workflow, step).review;
  return work({ ...progress, step, round: 1, attempt: 1, scopeTries: 0, roundLimit: maxRounds }, { why: 'first' });
}

function stop(stage: string, state: Running, event: Extract<Event, { type: 'failed' }>): State {
  const { failure, agentCalls, usage = {}, turns, session, interrupted } = event;
  const progress = spent(state.progress, { usage, turns: turns ?? [], session }, agentCalls, { failure, interrupted });
  return fails(stage, progress, failure, state.command);
}

/** The loop stops, to try again in the next run; a person is asked once an agent has failed too often by itself. */
function fails(stage: string, before: Progress, failure: Failure, command: Command): State {
  const progress = ownFailures.has(failure.reason) ? { ...before, failures: before.failures + 1 } : before;
  if (progress.failures >= mostFailures) return ask.agentFails(stage, progress, failure, command);
  return { at: 'stopped', progress, failure, command };
}

function review(progress: Progress): Command {
  const { commit, round, reviewed: since, verdict, open, disputes } = progress;
  return { do: 'review', commit, round, since, verdict, open, disputes, clarification: null };
}

function work(progress: Progress, because: Because): State {
  return run(progress, workCommand(progress, because));
}

function workCommand(progress: Progress, because: Because): Command {
  return { do: 'work', because, round: progress.round, attempt: progress.attempt, from: progress.commit };
}

function run(progress: Progress, command: Command): State {
  return { at: 'running', progress, command };
}

function called(progress: Progress, event: Called): Progress {
  return spent(progress, event, event.turns?.length ?? 1);
}

function spent(
  progress: Progress,
  { usage, turns = [], session }: Called,
  agentCalls: number,
  broken?: { readonly failure: Failure; readonly interrupted?: Progress['interrupted'] | undefined },
): Progress {
  const role = turns.at(-1)?.role;
  const { models } = progress;
  const conversation =
    role && accessOf(role) === 'write'
      ? { sessions: { ...progress.sessions, [role]: sessionAfter(progress.sessions[role], session, broken) } }
      : {};
  return {
    ...progress,
    ...conversation,
    agentCalls: progress.agentCalls + agentCalls,
    usage: addUsage(progress.usage, usage),
    turns: [...progress.turns, ...turns],
    interrupted: role === undefined ? progress.interrupted : (broken?.interrupted ?? null),
    models: role && session?.model && !models[role] ? { ...models, [role]: session.model } : models,
  };
}

/**
 * The conversation that a writer goes on with. What a call that failed had changed is put back, so it is none; but one that
 * broke off can be taken up, and one that was not reached is where it was.
 */
function sessionAfter(
  before: Session | undefined,
  session: Session | undefined,
  broken: { readonly failure: Failure; readonly interrupted?: Progress['interrupted'] | undefined } | undefined,
): Session | undefined {
  if (!broken || broken.interrupted) return session;
  return breaksOff.has(broken.failure.reason) ? before : undefined;
}

function stepOf(workflow: Workflow, index: number): Step {
  const step = workflow.steps[index];
  if (!step) throw new Error(`Internal error: workflow ${workflow.name} has no step ${index}`);
  return step;
}

function unexpected(state: State, event: Event): never {
  const doing = state.at === 'running' ? `running ${state.command.do}` : state.at;
  throw new Error(`Internal error: unexpected event ${event.type} while ${doing}`);
}

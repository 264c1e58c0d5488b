import { addUsage } from '../agent/usage.ts';
import type { Session } from '../agent/driver.ts';
import { accessOf } from '../agent/role.ts';
import { breaksOff } from '../agent/trouble.ts';
import { unreachable, type Failure, type FailureReason } from '../failure.ts';
import { addDeviations } from '../review/deviation.ts';
import type { Triaged } from '../result/records.ts';
import { mostAtOnce } from '../review/at-once.ts';
import { findingId, isAtLeast, type Finding } from '../review/finding.ts';
import { contestedIn, isSaidIn } from '../review/laid-aside.ts';
import { isAbout, settle } from '../review/triage.ts';
import { ask, changesDemands, toFix } from './ask.ts';
import { batches, chunks } from './batches.ts';
import type { Answer } from './question.ts';
import { pendingIn, restCommand, reviewCommand, unshownIn } from './review-command.ts';
import { decide, defectOf } from './spec-defect.ts';
import type { Because, Called, CheckedReview, Command, Event, Progress, State } from './state.ts';
import { stepOf, type Step, type Workflow } from './workflow.ts';

/** How often in a row work is done again because its worktree was lost. */
const mostLosses = 2;

/** How often a finding may come back on a line that a review had let pass before a person is asked. */
const mostReopened = 1;
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
type Asking = Extract<State, { at: 'asking' }>;

function advance(workflow: Workflow, stage: string, state: Running, event: Exclude<Event, { type: 'failed' }>): State {
  const { progress, command } = state;
  switch (command.do) {
    case 'work':
      return event.type === 'worked' ? worked(workflow, stage, state, event) : unexpected(state, event);
    case 'commit':
      if (event.type === 'work-lost') return lost(progress, command);
      return event.type === 'committed' ? committed(stage, progress, command, event) : unexpected(state, event);
    case 'scope':
      return event.type === 'scoped' ? scoped(workflow, stage, progress, event) : unexpected(state, event);
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
  workflow: Workflow,
  stage: string,
  { progress: before, command }: Running,
  event: Extract<Event, { type: 'worked' }>,
): State {
  if (command.do !== 'work') throw new Error(`Internal error: unexpected answer of a writer to ${command.do}`);
  const { answer } = event;
  const progress = {
    ...called(before, event),
    disputes: disputesAfter(stepOf(workflow, before.step), before, event),
    deviations: addDeviations(before.deviations, answer.deviations ?? []),
    mended: [...new Set([...before.mended, ...(answer.fixedFindings ?? [])])],
  };
  const { because, from, round } = command;
  if (answer.status === 'done') return run(progress, { do: 'commit', onto: from, round, because });
  const defect = defectOf(answer);
  return defect
    ? ask.specDefect(stage, { ...progress, defects: [defect] }, defect, command)
    : ask.agentStopped(stage, progress, answer, command);
}

/** Those that count: code has found what they name as evidence. Where each finding has its own turn, a round has those of all. */
function disputesAfter(
  { review: { fixes } }: Step,
  { disputes: before }: Progress,
  { answer, unproven = [] }: Extract<Event, { type: 'worked' }>,
): Progress['disputes'] {
  const ignored = new Set(unproven.map((one) => one.finding));
  const disputes = (answer.disputes ?? []).filter((one) => !ignored.has(one.finding));
  const named = new Set(disputes.map((one) => one.finding));
  return fixes === 'each' ? [...before.filter((one) => !named.has(one.finding)), ...disputes] : disputes;
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
  if (event.changed.length > 0) return fixNext({ ...progress, failures: 0, commit: event.commit });
  // A turn may end without a change only when all that it was about is disputed; and a round only at what the gates have
  // passed. Work that they refused, or never saw, is not brought to review by disputing.
  const { because } = command;
  const told = because.why === 'findings' ? because.findings : progress.open;
  const isDisputed = (finding: Finding): boolean => progress.disputes.some((one) => isAbout(one, finding));
  const isOfRound = because.why === 'findings' && progress.commit !== progress.reviewed;
  if (told.length > 0 && told.every(isDisputed) && (isOfRound || isProven(progress))) return fixNext(progress);
  const failure: Failure = {
    reason: 'no-change',
    message: 'Unexpected answer "done" with no file changed, expected a change. The work was not sent to the gates.',
  };
  return fails(stage, progress, failure, workCommand(progress, command.because));
}

/** On to the next finding of the round; after the last, what has changed is judged, and else reviewed again. */
function fixNext(progress: Progress): State {
  const [next, ...queue] = progress.queue;
  const { attempt, fixTurns } = progress;
  if (next)
    return work({ ...progress, queue, attempt: attempt + 1, fixTurns: fixTurns + 1 }, becauseOf(progress, next));
  return run(progress, isProven(progress) ? reviewCommand(progress) : { do: 'scope', commit: progress.commit });
}

function isProven({ verdict, commit }: Progress): boolean {
  return verdict !== null && verdict.green && verdict.commit === commit;
}

function scoped(
  workflow: Workflow,
  stage: string,
  before: Progress,
  { outside, breaches: seen = [], flags = [] }: Extract<Event, { type: 'scoped' }>,
): State {
  const allowed = new Set(before.allowed.map(({ id }) => id));
  const breaches = seen.filter(({ id }) => !allowed.has(id));
  const progress = { ...before, flags };
  if (outside.length === 0 && breaches.length === 0) return run(progress, { do: 'gate', commit: progress.commit });
  const scopeTries = progress.scopeTries + 1;
  const next = { ...progress, scopeTries, attempt: progress.attempt + 1 };
  const because: Because = { why: 'out-of-scope', paths: outside, ...(breaches.length > 0 && { breaches }) };
  const command = workCommand(next, because);
  return scopeTries > workflow.scope.retries
    ? ask.scopeLimit(stage, next, { outside, breaches }, command)
    : run(next, command);
}

function gated(workflow: Workflow, stage: string, progress: Progress): State {
  const { verdict } = progress;
  if (verdict?.green) return run(progress, reviewCommand(progress));
  const next = { ...progress, attempt: progress.attempt + 1 };
  const because: Because = { why: 'gates-red', verdict: verdict! };
  if (progress.attempt - progress.fixTurns > stepOf(workflow, progress.step).gate.retries)
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
  const { command } = state;
  if (command.do !== 'review') throw new Error(`Internal error: unexpected verdict on ${command.do}`);
  const { fixUpTo, by } = stepOf(workflow, state.progress.step).review;
  const { open: shown, clarification, unsure = [], judged = [] } = command;
  const unshown = unshownIn(state.progress, command);
  const before = { ...called(state.progress, event), flagAnswers: flagAnswersAfter(state.progress, answer) };
  // Who has questions has given no verdict: nothing is closed, and the commit is still to be reviewed. What a reader of
  // specs asks about is a gap, and each reading names all that there are.
  if (answer.verdict === 'NEEDS_CLARIFICATION') {
    const asked = settle(before, { ...answer, shown: by === 'reader' ? shown : [] }, fixUpTo);
    const said = pendingIn(asked).filter((finding) => isSaidIn(answer.findings, finding));
    return ask.clarification(stage, asked, answer, { ...command, unsure: [...unsure, ...said.map(findingId)] });
  }
  const clarified = clarification === null ? undefined : { text: clarification, findings: unsure };
  const progress = settle(
    { ...before, failures: 0, reviewed: before.commit },
    { ...answer, shown, clarified },
    fixUpTo,
  );
  const pending = pendingIn(progress);
  const rest = pending.filter((finding) => unshown.has(findingId(finding)));
  // What did not fit may be fixed by now, so nobody is sent to fix it before a reviewer has been shown it.
  const goOn = (): State =>
    rest.length > 0
      ? run(progress, restCommand(progress, command, rest))
      : afterReview(workflow, stage, progress, command);
  const isLeft = pending.some((finding) => !unshown.has(findingId(finding)) && !judged.includes(findingId(finding)));
  if (isLeft || answer.verdict === 'APPROVED') return goOn();
  const baseless = (answer.unfounded ?? []).filter(({ finding }) => isAtLeast(finding.severity, fixUpTo));
  if (answer.findings.length === 0 || baseless.length > 0)
    return fails(stage, notedOnly(before, progress), noVerdict(answer), command);
  const contested = contestedIn(progress.settled, answer.findings, fixUpTo);
  return contested.length > 0 ? insisted(stage, progress, contested) : goOn();
}

/** The last word on each flag. */
function flagAnswersAfter({ flagAnswers }: Progress, { flags: answers = [] }: CheckedReview): Progress['flagAnswers'] {
  const said = new Set(answers.map(({ id }) => id));
  return [...flagAnswers.filter(({ id }) => !said.has(id)), ...answers];
}

/** One reviewer has let a rejection stand, and another finds nothing else: only a person can end that. */
function insisted(stage: string, progress: Progress, contested: readonly Triaged[]): State {
  const findings = contested.map(({ finding, again = [] }) => again.at(-1) ?? finding);
  const rejections = contested.map(({ finding, reason = '', evidence }) => ({
    finding: findingId(finding),
    reason,
    evidence,
  }));
  const settled = progress.settled.filter((entry) => !contested.includes(entry));
  const open = [...progress.open, ...findings];
  const next = nextRound({ ...progress, open, disputes: [...progress.disputes, ...rejections], settled });
  return ask.rejected(stage, next, contested, workCommand(next, becauseOf(next, findings)));
}

/** Of a review that does not count: what it put off and what it made up is kept, and nothing is taken for fixed. */
function notedOnly(before: Progress, { settled }: Progress): Progress {
  const known = new Set(before.settled.map(({ finding, outcome }) => `${outcome} ${findingId(finding)}`));
  const isKnown = ({ finding, outcome }: Triaged): boolean => known.has(`${outcome} ${findingId(finding)}`);
  return { ...before, settled: settled.filter((entry) => isNoted(entry) || isKnown(entry)) };
}

function isNoted({ outcome }: Triaged): boolean {
  return outcome === 'deferred' || outcome === 'unfounded';
}

/** A verdict that rests on nothing that is there neither approves nor sends anybody to fix. */
function noVerdict({ unfounded = [] }: CheckedReview): Failure {
  const wrong = unfounded.map(({ finding, problem }) => ` "${finding.title}": ${problem}.`).join('');
  const message = wrong
    ? `Unexpected verdict ISSUES_FOUND with no finding to be fixed that stands where it says.${wrong} The next run has the commit reviewed anew.`
    : 'Unexpected verdict ISSUES_FOUND without a finding, expected at least one finding with path, line and fix.';
  return { reason: 'bad-output', message };
}

/** Persons first, then fixes; with nothing left of either the step is approved, whatever the reviewer calls it. */
function afterReview(workflow: Workflow, stage: string, progress: Progress, command: Command): State {
  const [defect] = progress.defects;
  if (defect) return ask.specDefect(stage, progress, defect, command);
  if (progress.open.length === 0)
    return changesDemands(progress) ? ask.changedDemands(stage, progress, command) : approve(workflow, progress);
  const [first = [], ...queue] = batches(progress.open, stepOf(workflow, progress.step).review);
  const next = { ...nextRound(progress), queue };
  const because = becauseOf(next, first);
  if (next.round > next.roundLimit) return ask.reviewLimit(stage, next, workCommand(next, because));
  const again = next.open.filter((one) => next.reopened.filter((id) => id === findingId(one)).length > mostReopened);
  if (again.length > 0) return ask.contradiction(stage, next, again, workCommand(next, because));
  if (next.open.length > mostAtOnce) return ask.tooMany(stage, next, workCommand(next, because));
  return work(next, because);
}

function nextRound(progress: Progress): Progress {
  return { ...progress, round: progress.round + 1, attempt: 1, fixTurns: 0, scopeTries: 0, queue: [] };
}

function becauseOf({ decided }: Progress, findings: readonly Finding[]): Because {
  const about = decided.filter((one) => findings.some((finding) => findingId(finding) === one.finding));
  return { why: 'findings', findings, ...(about.length > 0 && { decided: about }) };
}

/** Wrong specs that came with the question wait for their own before anything is changed. */
function answerGiven(workflow: Workflow, stage: string, state: Asking, answer: Answer): State {
  const next = ask.answered(workflow, state, answer);
  const [defect] = next.progress.defects;
  if (next.at !== 'running' || next.command.do !== 'work' || !defect) return next;
  return ask.specDefect(stage, next.progress, defect, next.command);
}

/** A person has said which side of a wrong spec changes. */
function decisionMade(workflow: Workflow, stage: string, state: Asking, answer: Answer): State {
  const { command } = state;
  if (answer.choice === 'abandon') return ask.answered(workflow, state, answer);
  const progress = decide(state.progress, answer);
  if (command.do === 'review') return afterReview(workflow, stage, progress, command);
  const [defect] = progress.defects;
  if (defect) return ask.specDefect(stage, progress, defect, command);
  const left = new Set(progress.open);
  const all = [...toFix(state.progress, command), ...progress.open].filter((one) => left.delete(one));
  const [findings = [], ...queue] = chunks(all, mostAtOnce);
  const text = command.do === 'work' && command.because.why === 'guidance' ? command.because.text : '';
  return work(
    { ...progress, queue, attempt: 1, fixTurns: 0 },
    { why: 'guidance', text, findings, decided: decidedOf(progress, all) },
  );
}

/** What was decided last, and about what is to be done now. */
function decidedOf({ decided }: Progress, findings: readonly Finding[]): Progress['decided'] {
  const ids = new Set(findings.map(findingId));
  return decided.filter((one, index) => index === decided.length - 1 || ids.has(one.finding));
}

function approve(workflow: Workflow, progress: Progress): State {
  const step = progress.step + 1;
  if (step >= workflow.steps.length) return { at: 'approved', progress };
  const { maxRounds } = stepOf(workflow, step).review;
  return work(
    { ...progress, step, round: 1, attempt: 1, fixTurns: 0, scopeTries: 0, roundLimit: maxRounds },
    { why: 'first' },
  );
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

function unexpected(state: State, event: Event): never {
  const doing = state.at === 'running' ? `running ${state.command.do}` : state.at;
  throw new Error(`Internal error: unexpected event ${event.type} while ${doing}`);
}

import type { Failure } from '../failure.ts';
import type { Triaged } from '../result/records.ts';
import { mostAtOnce } from '../review/at-once.ts';
import { findingId, isAtLeast, type Finding } from '../review/finding.ts';
import { contestedIn, isSaidIn } from '../review/laid-aside.ts';
import { settle } from '../review/triage.ts';
import { ask, changesDemands } from './ask.ts';
import { batches } from './batches.ts';
import { fails } from './fails.ts';
import { approve, becauseOf, nextRound, run, work, workCommand } from './next.ts';
import { pendingIn, restCommand, unshownIn } from './review-command.ts';
import { called } from './spent.ts';
import type { CheckedReview, Command, Event, Progress, ReviewCommand, State } from './state.ts';
import { stepOf, type Workflow } from './workflow.ts';

type Running = Extract<State, { at: 'running' }>;

export function reviewed(
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
    const asked = settle(before, { ...answer, shown, isVerdict: by === 'reader' }, fixUpTo);
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
  const untouched = new Set(pendingIn(before));
  const isWaiting = (finding: Finding): boolean => untouched.has(finding) && unshown.has(findingId(finding));
  const rest = pending.filter(isWaiting);
  const isLeft = pending.some((finding) => !isWaiting(finding) && !judged.includes(findingId(finding)));
  const isBare = !isLeft && answer.verdict !== 'APPROVED';
  const baseless = (answer.unfounded ?? []).filter(({ finding }) => isAtLeast(finding.severity, fixUpTo));
  if (isBare && (answer.findings.length === 0 || baseless.length > 0))
    return fails(stage, notedOnly(before, progress), noVerdict(answer), command);
  const again = isBare ? contestedIn(progress.settled, answer.findings, fixUpTo) : [];
  const insisted = [...(command.insisted ?? []), ...again.map(({ finding }) => findingId(finding))];
  // What did not fit may be fixed by now, so nobody is sent to fix it, or asked, before a reviewer has been shown it.
  const { unasked = 0 } = answer;
  const more = restCommand(progress, { ...command, insisted }, rest, answer);
  if (unasked > mostUnasked) return ask.tooManyFlags(stage, progress, unasked, more);
  if (rest.length > 0 || unasked > 0) return run(progress, more);
  const contested = progress.settled.filter(
    ({ outcome, finding }) => outcome === 'rejected' && insisted.includes(findingId(finding)),
  );
  return pending.length === 0 && contested.length > 0
    ? disagreed(workflow, stage, progress, contested)
    : afterReview(workflow, stage, progress, command);
}

/** Flags that are left after one review, and that two more reviews of the same commit can still be asked about. */
const mostUnasked = 2 * mostAtOnce;

/** The last word on each flag. */
function flagAnswersAfter({ flagAnswers }: Progress, { flags: answers = [] }: CheckedReview): Progress['flagAnswers'] {
  const said = new Set(answers.map(({ id }) => id));
  return [...flagAnswers.filter(({ id }) => !said.has(id)), ...answers];
}

/** Persons first, then fixes; with nothing left of either the step is approved, whatever the reviewer calls it. */
export function afterReview(workflow: Workflow, stage: string, progress: Progress, command: Command): State {
  const [defect] = progress.defects;
  if (defect) return ask.specDefect(stage, progress, defect, command);
  if (progress.open.length === 0)
    return changesDemands(progress) ? ask.changedDemands(stage, progress, command) : approve(workflow, progress);
  const [first = [], ...queue] = batches(progress.open, stepOf(workflow, progress.step).review);
  const next = { ...nextRound(progress), queue };
  const because = becauseOf(next, first);
  const again = next.open.filter((one) => next.reopened.filter((id) => id === findingId(one)).length > mostReopened);
  if ((next.round > next.roundLimit || again.length > 0) && isArbitrated(workflow, progress))
    return run(progress, arbitrateCommand(progress, command.do === 'review' ? command : { disputes: [], open: [] }));
  if (next.round > next.roundLimit) return ask.reviewLimit(stage, next, workCommand(next, because));
  if (again.length > 0) return ask.contradiction(stage, next, again, workCommand(next, because));
  if (next.open.length > mostAtOnce) return ask.tooMany(stage, next, workCommand(next, because));
  return work(next, because);
}

/** How often a finding may come back on a line that a review had let pass before a person is asked. */
const mostReopened = 1;

function isArbitrated(workflow: Workflow, { step }: Progress): boolean {
  return stepOf(workflow, step).review.afterwards === 'arbiter';
}

/** `told`: what the last reviewer was shown, which is what the writer has answered. */
function arbitrateCommand(
  { commit, round, firstRound, open }: Progress,
  { open: told, disputes }: Pick<ReviewCommand, 'open' | 'disputes'>,
): Command {
  const answered = told.map(findingId);
  return { do: 'arbitrate', commit, round, rounds: round - firstRound + 1, open, disputes, answered };
}

/** What the arbiter lets pass is debt, and for later; what it does not is for a person. */
export function arbitrated(
  workflow: Workflow,
  stage: string,
  { progress: before }: Running,
  event: Extract<Event, { type: 'arbitrated' }>,
): State {
  const { proceed, reasoning } = event.answer;
  const progress = { ...called(before, event), failures: 0 };
  if (!proceed) {
    const next = nextRound(progress);
    return ask.arbiterRejects(stage, next, reasoning, workCommand(next, becauseOf(next, next.open)));
  }
  const reason = `accepted by the arbiter: ${reasoning}`;
  const debt = progress.open.map((finding): Triaged => ({ finding, outcome: 'deferred', reason }));
  return approve(workflow, { ...progress, open: [], settled: [...progress.settled, ...debt] });
}

/** One reviewer has let a rejection stand, and another finds nothing else: neither of them can end that. */
function disagreed(workflow: Workflow, stage: string, progress: Progress, contested: readonly Triaged[]): State {
  const open = contested.map(({ finding, again = [] }) => again.at(-1) ?? finding);
  const rejections = contested.map(({ finding, reason = '', evidence }) => ({
    finding: findingId(finding),
    reason,
    evidence,
  }));
  const settled = progress.settled.filter((entry) => !contested.includes(entry));
  const disputes = [...progress.disputes, ...rejections];
  if (isArbitrated(workflow, progress))
    return run({ ...progress, open, settled }, arbitrateCommand({ ...progress, open }, { open, disputes }));
  const next = nextRound({ ...progress, open, disputes, settled });
  return ask.rejected(stage, next, contested, workCommand(next, becauseOf(next, open)));
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

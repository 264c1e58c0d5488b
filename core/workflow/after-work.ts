import type { ImplementerAnswer } from '../agent/answer.ts';
import type { Failure } from '../failure.ts';
import { addDeviations } from '../review/deviation.ts';
import type { Finding } from '../review/finding.ts';
import { isAbout } from '../review/triage.ts';
import { ask } from './ask.ts';
import { fails } from './fails.ts';
import { isShown } from './after-gate.ts';
import { approve, becauseOf, run, work, workCommand } from './next.ts';
import { reviewCommand } from './review-command.ts';
import { defectOf } from './spec-defect.ts';
import { called } from './spent.ts';
import type { Because, Command, Event, Progress, State } from './state.ts';
import { stepOf, type Step, type Workflow } from './workflow.ts';

type Running = Extract<State, { at: 'running' }>;

export function worked(
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
  if (progress.secondLooks < stepOf(workflow, before.step).secondLooks) return lookAgain(progress, because, answer);
  const defect = defectOf(answer);
  return defect
    ? ask.specDefect(stage, { ...progress, defects: [defect] }, defect, command)
    : ask.agentStopped(stage, progress, answer, command);
}

/** Half of what agents call a problem is none to one that looks again, and a person is called for the other half only. */
function lookAgain(progress: Progress, because: Because, { summary, question, defect }: ImplementerAnswer): State {
  const notes = [summary, question, defect && `${defect.path}:${defect.line} ${defect.title}`]
    .filter(Boolean)
    .join('\n');
  const { attempt, fixTurns, secondLooks } = progress;
  const counted = { attempt: attempt + 1, fixTurns: fixTurns + 1, secondLooks: secondLooks + 1 };
  return work({ ...progress, ...counted }, { ...because, notes });
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
export function lost(before: Progress, command: Extract<Command, { do: 'commit' }>): State {
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

/** How often in a row work is done again because its worktree was lost. */
const mostLosses = 2;

export function committed(
  workflow: Workflow,
  stage: string,
  before: Progress,
  command: Extract<Command, { do: 'commit' }>,
  event: Extract<Event, { type: 'committed' }>,
): State {
  const progress = { ...before, losses: 0 };
  if (event.changed.length > 0) return fixNext(workflow, { ...progress, failures: 0, commit: event.commit });
  // A turn may end without a change only when all that it was about is disputed; and a round only at what the gates have
  // passed. Work that they refused, or never saw, is not brought to review by disputing.
  const { because } = command;
  if (because.why === 'first' && mayRest(workflow, progress)) return rested(workflow, progress);
  const told = 'findings' in because ? because.findings : progress.open;
  const isDisputed = (finding: Finding): boolean => progress.disputes.some((one) => isAbout(one, finding));
  const isOfRound = because.why === 'findings' && progress.commit !== progress.reviewed;
  if (told.length > 0 && told.every(isDisputed) && (isOfRound || isProven(workflow, progress)))
    return fixNext(workflow, progress);
  const failure: Failure = {
    reason: 'no-change',
    message: 'Unexpected answer "done" with no file changed, expected a change. The work was not sent to the gates.',
  };
  return fails(stage, progress, failure, workCommand(progress, command.because));
}

/** On to the next finding of the round; after the last, what has changed is judged, and else reviewed again. */
function fixNext(workflow: Workflow, progress: Progress): State {
  const [next, ...queue] = progress.queue;
  const { attempt, fixTurns } = progress;
  if (next)
    return work({ ...progress, queue, attempt: attempt + 1, fixTurns: fixTurns + 1 }, becauseOf(progress, next));
  return run(
    progress,
    isProven(workflow, progress) ? reviewCommand(progress) : { do: 'scope', commit: progress.commit },
  );
}

function isProven(workflow: Workflow, { step, verdict, commit }: Progress): boolean {
  return verdict !== null && isShown(stepOf(workflow, step), verdict) && verdict.commit === commit;
}

/** Whoever comes last may find it all done; but somebody has to have done something. */
function mayRest(workflow: Workflow, { step, passed }: Progress): boolean {
  const isLast = step === workflow.steps.length - 1;
  return stepOf(workflow, step).mayRest && (!isLast || passed.some(({ from, commit }) => from !== commit));
}

/** Nothing was there to do: the next step begins. Before the last is done with, the whole is judged all the same. */
function rested(workflow: Workflow, progress: Progress): State {
  const isLast = progress.step === workflow.steps.length - 1;
  return isLast ? run(progress, { do: 'scope', commit: progress.commit }) : approve(workflow, progress);
}

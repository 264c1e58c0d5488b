import type { Failure } from '../failure.ts';
import { addDeviations } from '../review/deviation.ts';
import type { Finding } from '../review/finding.ts';
import { isAbout } from '../review/triage.ts';
import { ask } from './ask.ts';
import { fails } from './fails.ts';
import { becauseOf, run, work, workCommand } from './next.ts';
import { reviewCommand } from './review-command.ts';
import { defectOf } from './spec-defect.ts';
import { called } from './spent.ts';
import type { Command, Event, Progress, State } from './state.ts';
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

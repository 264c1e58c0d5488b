import { implementerAnswerSchema } from '../../agent/answer.ts';
import { breaksOff } from '../../agent/trouble.ts';
import type { TurnRecord } from '../../agent/turn-record.ts';
import type { Failure } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { fileAt } from '../../git/repository.ts';
import { doubtsOfDisputes, unprovenOf, type Dispute, type Unproven } from '../../review/evidence.ts';
import type { Command, Event, Progress } from '../../workflow/state.ts';
import { stepOf } from '../../workflow/workflow.ts';
import type { StageContext } from '../context.ts';
import { callRole } from './call-role.ts';
import { keepAside } from './commit-work.ts';
import { agentFailed, failed, isGit, spentBy, type FailedEvent } from './failed-event.ts';
import type { LoopWork } from './loop-work.ts';

type WorkCommand = Extract<Command, { do: 'work' }> & { readonly progress: Progress };

/** Has the writer of a step work in the worktree; what it disputes is looked up. */
export async function doWork(
  context: StageContext,
  work: LoopWork,
  command: WorkCommand,
  worktree: Git | Failure,
): Promise<Event> {
  if (!isGit(worktree)) return failed(worktree);
  const { because, round, attempt, from, progress } = command;
  const { role } = stepOf(work.workflow, progress.step);
  const isInterrupted = progress.interrupted !== null && progress.sessions[role] !== undefined;
  if (isInterrupted) await takeUp(worktree, from, progress.interrupted?.commit);
  const mark = context.host.randomId().slice(0, 8);
  const outcome = await callRole(context, work, {
    role,
    round,
    attempt,
    commit: from,
    nonce: mark,
    prompt: work.prompt(because, mark, role),
    answer: implementerAnswerSchema,
    doubts: async ({ disputes = [] }) => doubtsOfDisputes(await unproven(work, command, worktree, disputes)),
    worktree,
    progress,
    isInterrupted,
  });
  if (!outcome.ok) {
    const event = await agentFailed(context, outcome.failure, outcome);
    const interrupted = await interruption(context, work.stage, { worktree, from, event, turns: outcome.turns });
    return { ...event, ...(interrupted && { interrupted }) };
  }
  const { answer } = outcome;
  const ignored = await unproven(work, command, worktree, answer.disputes ?? []);
  for (const { finding, problem } of ignored)
    context.emit({ type: 'note', stage: work.stage, text: `the dispute of ${finding} does not count: ${problem}` });
  return { type: 'worked', answer, unproven: ignored, ...spentBy(outcome) };
}

/** Evidence against a finding is looked up in the commit that the turn began from: what the agent has written shows nothing. */
async function unproven(
  { isSpec, scope }: LoopWork,
  { from, progress: { verdict } }: WorkCommand,
  worktree: Git,
  disputes: readonly Dispute[],
): Promise<Unproven[]> {
  const textOf = async (path: string): Promise<string | undefined> => await fileAt(worktree, from, path);
  return await unprovenOf(disputes, { textOf, isSpec: isSpec ?? scope.isProtected, verdict });
}

/** An agent that broke off in the middle of its work can go on with it, if it had begun: what it had written is kept. */
async function interruption(
  context: StageContext,
  stage: string,
  about: { worktree: Git; from: string; event: FailedEvent; turns: readonly TurnRecord[] },
): Promise<FailedEvent['interrupted']> {
  const { worktree, from, event, turns } = about;
  const isBegun = turns.some((turn) => turn.steps > 0);
  if (!breaksOff.has(event.failure.reason) || !event.session || !isBegun) return undefined;
  const kept = await keepAside(context, { stage, path: worktree.folder, onto: from, as: 'interrupted' });
  return { commit: kept?.commit ?? null };
}

/** Puts back into the worktree what an interrupted agent had written, as edits of the commit that it had begun from. */
async function takeUp(worktree: Git, from: string, commit: string | null | undefined): Promise<void> {
  if (!commit || !(await worktree.run(['cat-file', '-e', `${commit}^{commit}`])).ok) return;
  await worktree.text(['checkout', '--force', '--detach', '--quiet', commit]);
  await worktree.text(['reset', '--quiet', '--mixed', from]);
}

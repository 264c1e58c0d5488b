import type { Failure } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { severities } from '../../review/finding.ts';
import type { ArbitrateCommand, CheckedReview, Event, Progress } from '../../workflow/state.ts';
import { stepOf } from '../../workflow/workflow.ts';
import type { StageContext } from '../context.ts';
import { callRole } from './call-role.ts';
import { agentFailed, failed, isGit, spentBy } from './failed-event.ts';
import { endsOf, type LoopWork, type ReviewCommand } from './loop-work.ts';

/** Has the reading role of a step look at a commit. */
export async function doReview(
  context: StageContext,
  work: LoopWork,
  command: ReviewCommand,
  worktree: Git | Failure,
): Promise<Event> {
  if (!isGit(worktree)) return failed(worktree);
  const { commit, round, progress } = command;
  const nonce = context.host.randomId();
  const role = stepOf(work.workflow, progress.step).review.by;
  const outcome = await work.review({ command, worktree, nonce }, async (prompt, answer, doubts) => {
    const call = { role, round, attempt: 1, commit, nonce, prompt, answer, doubts, worktree, progress };
    return await callRole(context, work, call);
  });
  if (!outcome.ok) return await agentFailed(context, outcome.failure, outcome);
  const { answer } = outcome;
  for (const { finding, problem } of answer.unfounded ?? [])
    context.emit({ type: 'note', stage: work.stage, text: `not believed: "${finding.title}", since ${problem}` });
  context.emit({ type: 'reviewed', stage: work.stage, verdict: answer.verdict, counts: counts(answer) });
  return { type: 'reviewed', answer, ...spentBy(outcome) };
}

/** Has an arbiter decide what writer and reviewer do not agree on. */
export async function doArbitrate(
  context: StageContext,
  work: LoopWork,
  command: ArbitrateCommand & { readonly progress: Progress },
  worktree: Git | Failure,
): Promise<Event> {
  if (!isGit(worktree)) return failed(worktree);
  const { commit, round, progress } = command;
  const nonce = context.host.randomId();
  const look = { command, progress, worktree, nonce };
  const outcome = await endsOf(work).arbitrate(look, async (prompt, answer, doubts) => {
    const call = {
      role: 'arbiter' as const,
      round,
      attempt: 1,
      commit,
      nonce,
      prompt,
      answer,
      doubts,
      worktree,
      progress,
    };
    return await callRole(context, work, call);
  });
  if (!outcome.ok) return await agentFailed(context, outcome.failure, outcome);
  const { proceed, reasoning } = outcome.answer;
  const said = proceed ? 'lets the change go on' : 'does not let the change go on';
  context.emit({ type: 'note', stage: work.stage, text: `the arbiter ${said}: ${reasoning}` });
  return { type: 'arbitrated', answer: { proceed, reasoning }, ...spentBy(outcome) };
}

function counts(answer: CheckedReview): string {
  const of = (severity: string) => answer.findings.filter((finding) => finding.severity === severity).length;
  return severities
    .map((severity) => [of(severity), severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}`)
    .join(', ');
}

import { boundTo, implementerAnswerSchema, reviewerAnswerSchema, type ReviewerAnswer } from '../agent/answer.ts';
import type { Spent } from '../agent/call.ts';
import { breaksOff } from '../agent/trouble.ts';
import type { TurnRecord } from '../agent/turn-record.ts';
import type { Brief } from '../brief/brief.ts';
import { implementerPrompt } from '../brief/prompts/implementer.ts';
import { reviewerPrompt } from '../brief/prompts/reviewer.ts';
import { fail, unreachable, type Failure } from '../failure.ts';
import { provideDependencies } from '../git/dependencies.ts';
import { diffOf } from '../git/diff.ts';
import type { Git } from '../git/git.ts';
import { ensureWorktree } from '../git/worktree.ts';
import type { CriterionRecord, Verdict } from '../result/records.ts';
import { outsideScope } from '../review/scope.ts';
import { severities } from '../review/finding.ts';
import { answerTo } from './answers.ts';
import { callRole } from './call-role.ts';
import { changeFor, clearChange } from './change-file.ts';
import { commitWork, keepAside, keepUnfinished } from './commit-work.ts';
import { worktreePath, type StageContext } from './context.ts';
import { judge } from './judge.ts';
import type { Effects } from '../workflow/drive.ts';
import type { Because, Called, Command, Event, Progress } from '../workflow/state.ts';

/** What one loop is about, beside its workflow: a task, or the review of the phase. */
export interface LoopWork {
  /** `task-1.1`, `review`: names the journal and the lines of progress. */
  readonly stage: string;
  /** Of the result that the loop is to make: names its transcripts. */
  readonly key: string;
  /** The rest of the worktree's name, after the plan's id. */
  readonly worktree: string;
  readonly brief: Brief;
  /** What the agents are told the task is: its id, or `phase`. */
  readonly taskName: string;
  /** The commit that the change is measured from. */
  readonly start: string;
  /** Paths that only phasewright writes, such as the plan and the specs. */
  readonly isProtected: (path: string) => boolean;
  readonly message: (because: Because, round: number) => string;
  /** The exit criteria that the commit is held to once its gates are green: none for a single task. */
  readonly criteria: (worktree: Git, verdict: Verdict) => Promise<readonly CriterionRecord[]>;
}

/**
 * Milliseconds between the first and the last process of a run being told to stop. Nx ends a tree of processes one by
 * one, so a gate or an agent that was ended may be seen before the signal that was meant for us.
 */
const signalOrder = 1000;

/** Carries out the commands of a loop in a worktree of its own. */
export function loopEffects(context: StageContext, work: LoopWork): Effects {
  const { host, repository, phase } = context;
  const place = async (): Promise<string> => await worktreePath(context, work.worktree);
  const at = async (commit: string): Promise<Git | Failure> => {
    const path = await place();
    await keepUnfinished(context, work.stage, path);
    const worktree = await ensureWorktree(host, repository, path, commit);
    await clearChange(host, path);
    const provided = await provideDependencies(host, phase.checkout, worktree, commit);
    return provided.ok ? worktree : provided.failure;
  };
  return {
    async carryOut(command, progress) {
      if (context.host.stop.aborted) return failed(fail('stopped', 'The run was stopped.').failure);
      switch (command.do) {
        case 'work':
          return await doWork(context, work, { ...command, progress }, await at(command.from));
        case 'commit':
          return await commitWork(context, {
            stage: work.stage,
            onto: command.onto,
            message: work.message(command.because, command.round),
            path: await place(),
          });
        case 'scope':
          return await doScope(context, work, command.commit);
        case 'gate':
          return await doGate(context, work, command.commit, await at(command.commit));
        case 'review':
          return await doReview(context, work, { ...command, progress }, await at(command.commit));
        default:
          return unreachable(command);
      }
    },
    // Every command begins by putting its worktree where it has to be; a commit is made again of the same files, on the same
    // parent, in place of the one that nobody has heard of.
    recover: async () => undefined,
    answerTo: async (question) => await answerTo(context, question),
  };
}

type FailedEvent = Extract<Event, { type: 'failed' }>;
type WorkCommand = Extract<Command, { do: 'work' }> & { readonly progress: Progress };
type ReviewCommand = Extract<Command, { do: 'review' }> & { readonly progress: Progress };

async function doWork(
  context: StageContext,
  work: LoopWork,
  command: WorkCommand,
  worktree: Git | Failure,
): Promise<Event> {
  if (!isGit(worktree)) return failed(worktree);
  const { because, round, attempt, from, progress } = command;
  const isInterrupted = progress.interrupted !== null && progress.sessions.implementer !== undefined;
  if (isInterrupted) await takeUp(worktree, from, progress.interrupted?.commit);
  const mark = context.host.randomId().slice(0, 8);
  const outcome = await callRole(context, work, {
    role: 'implementer',
    round,
    attempt,
    commit: from,
    nonce: mark,
    prompt: implementerPrompt(work.brief, because, mark),
    answer: implementerAnswerSchema,
    worktree,
    progress,
    isInterrupted,
  });
  if (!outcome.ok) {
    const event = await agentFailed(context, outcome.failure, outcome);
    const interrupted = await interruption(context, work.stage, { worktree, from, event, turns: outcome.turns });
    return { ...event, ...(interrupted && { interrupted }) };
  }
  return { type: 'worked', answer: outcome.answer, ...spentBy(outcome) };
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

async function doScope(context: StageContext, work: LoopWork, commit: string): Promise<Event> {
  const names = await context.repository.git.text([
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    work.start,
    commit,
  ]);
  const outside = outsideScope(names.split('\0').filter(Boolean), {
    files: work.brief.files,
    isProtected: work.isProtected,
  });
  if (outside.length > 0)
    context.emit({ type: 'note', stage: work.stage, text: `out of scope: ${outside.join(', ')}` });
  return { type: 'scoped', outside };
}

async function doGate(context: StageContext, work: LoopWork, commit: string, worktree: Git | Failure): Promise<Event> {
  if (!isGit(worktree)) return failed(worktree);
  const { host, emit } = context;
  const { stage, start: since } = work;
  const judged = await judge(context, { stage, cache: stage, worktree, commit, since, fresh: false });
  const verdict = judged.green ? withCriteria(judged, await work.criteria(worktree, judged)) : judged;
  if (!verdict.green && (await host.stopsWithin(signalOrder))) {
    return failed(fail('stopped', 'The run was stopped while the gates ran.').failure);
  }
  if (verdict.trouble) emit({ type: 'note', stage, text: verdict.trouble });
  return { type: 'gated', verdict };
}

/** An exit criterion that a probe has found not to hold is as red as a gate: the agent is told, and may fix it. */
function withCriteria(verdict: Verdict, criteria: readonly CriterionRecord[]): Verdict {
  const notMet = criteria.filter((one) => one.outcome === 'not-met');
  const complete = { ...verdict, criteria: [...criteria] };
  if (notMet.length === 0) return complete;
  const list = notMet.map((one) => `${one.text}\n${one.probe}: ${one.evidence}`);
  return { ...complete, green: false, trouble: `Exit criteria that do not hold:\n${list.join('\n')}` };
}

async function doReview(
  context: StageContext,
  work: LoopWork,
  command: ReviewCommand,
  worktree: Git | Failure,
): Promise<Event> {
  if (!isGit(worktree)) return failed(worktree);
  const { commit, round, since, progress } = command;
  const nonce = context.host.randomId();
  const diff = await diffOf(context.host, worktree, since ?? work.start, commit);
  const change = await changeFor(context.host, worktree.folder, diff);
  const outcome = await callRole(context, work, {
    role: 'reviewer',
    round,
    attempt: 1,
    commit,
    nonce,
    prompt: reviewerPrompt(
      work.brief,
      { ...command, nonce, change, isFollowUp: since !== null, deviations: progress.deviations },
      nonce.slice(0, 8),
    ),
    answer: boundTo(reviewerAnswerSchema, { commit, nonce }),
    worktree,
    progress,
  });
  if (!outcome.ok) return await agentFailed(context, outcome.failure, outcome);
  const { answer } = outcome;
  context.emit({ type: 'reviewed', stage: work.stage, verdict: answer.verdict, counts: counts(answer) });
  return { type: 'reviewed', answer, ...spentBy(outcome) };
}

function counts(answer: ReviewerAnswer): string {
  const of = (severity: string) => answer.findings.filter((finding) => finding.severity === severity).length;
  return severities
    .map((severity) => [of(severity), severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}`)
    .join(', ');
}

/** An agent that was ended from outside has not failed if we are being ended as well. */
async function agentFailed(context: StageContext, failure: Failure, spent: Spent): Promise<FailedEvent> {
  const isStop = failure.reason === 'agent-failed' && (await context.host.stopsWithin(signalOrder));
  return failed(isStop ? fail('stopped', 'The run was stopped while the agent worked.').failure : failure, spent);
}

function isGit(value: Git | Failure): value is Git {
  return 'folder' in value;
}

function failed(failure: Failure, spent?: Spent): FailedEvent {
  return { type: 'failed', failure, agentCalls: spent?.turns.length ?? 0, ...(spent && spentBy(spent)) };
}

function spentBy({ usage, turns, session }: Spent): Called {
  return { usage, turns, ...(session && { session }) };
}

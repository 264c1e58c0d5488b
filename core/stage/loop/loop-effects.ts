import type { z } from 'zod';
import { implementerAnswerSchema, type ArbiterAnswer } from '../../agent/answer.ts';
import type { AgentCall, AgentOutcome, Spent } from '../../agent/call.ts';
import type { Prompt } from '../../agent/prompt.ts';
import type { Role } from '../../agent/role.ts';
import { breaksOff } from '../../agent/trouble.ts';
import type { TurnRecord } from '../../agent/turn-record.ts';
import { changeBetween } from '../../cheat/change-between.ts';
import { honestyOf, type Honesty, type Permission } from '../../cheat/honesty.ts';
import { describeSighting, type Sighting } from '../../cheat/sighting.ts';
import { fail, unreachable, type Failure } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { fileAt } from '../../git/repository.ts';
import { ensureWorktree } from '../../git/worktree.ts';
import type { Complaint } from '../../result/charges.ts';
import type { Verdict } from '../../result/records.ts';
import { outsideScope, type Scope } from '../../review/scope.ts';
import { doubtsOfDisputes, unprovenOf, type Dispute, type Unproven } from '../../review/evidence.ts';
import { severities } from '../../review/finding.ts';
import { answerTo } from '../questions/answers.ts';
import { callRole } from './call-role.ts';
import { clearChange } from './change-file.ts';
import { commitWork, keepAside, keepUnfinished } from './commit-work.ts';
import { worktreePath, type StageContext } from '../context.ts';
import { provide } from '../provide.ts';
import type { Effects } from '../../workflow/drive.ts';
import { correctedSpecs } from '../../workflow/spec-defect.ts';
import type {
  ArbitrateCommand,
  Because,
  Called,
  CheckedReview,
  Command,
  Event,
  Progress,
} from '../../workflow/state.ts';
import { stepOf, type Workflow } from '../../workflow/workflow.ts';

/** What one loop is about: a task, the review of the phase, the polish of its specs. */
export interface LoopWork {
  /** `task-1.1`, `review`: names the journal and the lines of progress. */
  readonly stage: string;
  /** Of the result that the loop is to make: names its transcripts. */
  readonly key: string;
  /** The rest of the worktree's name, after the plan's id. */
  readonly worktree: string;
  readonly workflow: Workflow;
  /** What the agents are told the task is: its id, or `phase`. */
  readonly taskName: string;
  /** The commit that the change is measured from. */
  readonly start: string;
  readonly scope: Scope;
  /** How the change came to look done is judged from here on, with this permission; absent where nothing is built. */
  readonly honest?: Permission & { readonly since: string };
  /** Whether a line of the file can show what is asked for: the plan, the specs, the rules. Nothing: what is protected. */
  readonly isSpec?: (path: string) => boolean;
  readonly message: (because: Because, round: number) => string;
  /** What the writer is told. */
  readonly prompt: (because: Because, mark: string, role: Role) => Prompt;
  /** What is known of a commit without a worktree of it. */
  readonly recall?: (commit: string, progress: Progress) => Promise<Verdict | undefined>;
  /** What of the commit is the task's to change, and not the step's. */
  readonly outsideStep?: (commit: string, progress: Progress) => Promise<Sighting[]>;
  /** What is found out about a commit before anybody is asked to look at it. */
  readonly judge: (worktree: Git, commit: string, progress: Progress) => Promise<Verdict>;
  /** Asks the reading role about a commit; its answer as that of a reviewer. */
  readonly review: (look: Look, ask: AskReader) => Promise<AgentOutcome<CheckedReview>>;
  readonly ends?: LoopEnds;
}

/** What only a workflow with an arbiter, or with formatters, has. */
export interface LoopEnds {
  readonly arbitrate: (look: ArbiterLook, ask: AskReader) => Promise<AgentOutcome<ArbiterAnswer>>;
  /** The worktree holds exactly the commit. */
  readonly format: (worktree: Git, commit: string) => Promise<Event>;
}

/** What an arbiter is to look at. */
export interface ArbiterLook {
  readonly command: ArbitrateCommand;
  readonly progress: Progress;
  readonly worktree: Git;
  readonly nonce: string;
}

/** A commit that somebody is to look at, checked out in a worktree. */
export interface Look {
  readonly command: ReviewCommand;
  readonly worktree: Git;
  readonly nonce: string;
}

/** One call of the reading role. */
export type AskReader = <Answer>(
  prompt: Prompt,
  answer: z.ZodType<Answer>,
  doubts?: AgentCall<Answer>['doubts'],
) => Promise<AgentOutcome<Answer>>;

/**
 * Milliseconds between the first and the last process of a run being told to stop. Nx ends a tree of processes one by
 * one, so a gate or an agent that was ended may be seen before the signal that was meant for us.
 */
const signalOrder = 1000;

/** Carries out the commands of a loop in a worktree of its own. */
export function loopEffects(context: StageContext, work: LoopWork): Effects {
  const { host, repository } = context;
  const place = async (): Promise<string> => await worktreePath(context, work.worktree);
  const at = async (commit: string): Promise<Git | Failure> => {
    const path = await place();
    await keepUnfinished(context, work.stage, path);
    const worktree = await ensureWorktree(host, repository, path, commit);
    await clearChange(host, path);
    const provided = await provide(context, work.stage, worktree, commit);
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
          return await doScope(context, work, command.commit, progress);
        case 'gate': {
          const { commit } = command;
          const verdict = await work.recall?.(commit, progress);
          if (verdict) return { type: 'gated', verdict };
          return await doGate(context, work, { commit, progress }, await at(commit));
        }
        case 'review':
          return await doReview(context, work, { ...command, progress }, await at(command.commit));
        case 'arbitrate':
          return await doArbitrate(context, work, { ...command, progress }, await at(command.commit));
        case 'format': {
          const worktree = await at(command.commit);
          return isGit(worktree) ? await endsOf(work).format(worktree, command.commit) : failed(worktree);
        }
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
export type ReviewCommand = Extract<Command, { do: 'review' }> & { readonly progress: Progress };

async function doWork(
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

async function doScope(context: StageContext, work: LoopWork, commit: string, progress: Progress): Promise<Event> {
  const names = await context.repository.git.text([
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    work.start,
    commit,
  ]);
  const corrected = corrections(context, work, progress);
  const changed = names.split('\0').filter((path) => path !== '' && !corrected.has(path));
  const outside = outsideScope(changed, work.scope);
  const ofOthers = (await work.outsideStep?.(commit, progress)) ?? [];
  if (outside.length > 0)
    context.emit({ type: 'note', stage: work.stage, text: `out of scope: ${outside.join(', ')}` });
  const { breaches, flags } = await honestyIn(context, work, { commit, progress, corrected });
  const isElsewhere = new Set(outside);
  const against = [...ofOthers, ...breaches].filter(({ path }) => !isElsewhere.has(path));
  for (const one of against) context.emit({ type: 'note', stage: work.stage, text: describeSighting(one) });
  const seen = { ...(against.length > 0 && { breaches: against }), ...(flags.length > 0 && { flags }) };
  return { type: 'scoped', outside, ...seen };
}

/** What looks like a cheat in the work of this loop; a correction that a person has asked for does not. */
async function honestyIn(
  { host, repository: { git } }: StageContext,
  { honest, workflow }: LoopWork,
  { commit, progress, corrected }: { commit: string; progress: Progress; corrected: ReadonlySet<string> },
): Promise<Honesty> {
  if (!honest) return { breaches: [], flags: [] };
  const about = { base: honest.since, head: commit, isLeftOut: (path: string) => corrected.has(path) };
  const { role } = stepOf(workflow, progress.step);
  const except = [...(honest.except ?? []), ...(role === 'designer' || role === 'tester' ? notYet : [])];
  return honestyOf(await changeBetween(host, git, about), { ...honest, except });
}

/** Before the code is written, what is laid out is empty, and nothing calls it. */
const notYet = ['stub', 'unused-code', 'cosmetic-change'];

/** Specs that a person has said to correct. The plan decides what is done, and is corrected by hand; so is what agents obey. */
function corrections({ phase }: StageContext, { isSpec, scope }: LoopWork, progress: Progress): ReadonlySet<string> {
  const isOne = isSpec ?? scope.isProtected;
  const specs = correctedSpecs(progress).filter((path) => isOne(path) && path !== phase.plan.path);
  const never = outsideScope(specs, { files: [], isProtected: () => false });
  return new Set(specs.filter((path) => !never.includes(path)));
}

async function doGate(
  context: StageContext,
  work: LoopWork,
  { commit, progress }: { commit: string; progress: Progress },
  worktree: Git | Failure,
): Promise<Event> {
  if (!isGit(worktree)) return failed(worktree);
  const verdict = await work.judge(worktree, commit, progress);
  if (!verdict.green && (await context.host.stopsWithin(signalOrder))) {
    return failed(fail('stopped', 'The run was stopped while the gates ran.').failure);
  }
  if (verdict.trouble) context.emit({ type: 'note', stage: work.stage, text: verdict.trouble });
  if (verdict.red)
    context.emit({
      type: 'note',
      stage: work.stage,
      text: verdict.red.isRight ? rightlyRed : `not red as it has to be: ${verdict.red.why}`,
    });
  const lacking = (verdict.complaints ?? []).filter(({ kind }) => kind === 'environment');
  if (lacking.length > 0) return failed(fail('environment', describeLack(lacking)).failure);
  return { type: 'gated', verdict };
}

/** No change mends what the machine lacks: no turn of an agent is used up for it. */
function describeLack(lacking: readonly Complaint[]): string {
  const said = lacking.map(({ message }) => message).join('; ');
  return `${said}. Mend that, and run again: nothing is lost.`;
}

async function doReview(
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

const rightlyRed = 'exactly the named tests are red, since nothing is written yet that they test';

async function doArbitrate(
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

function endsOf({ ends, workflow }: LoopWork): LoopEnds {
  if (!ends) throw new Error(`Internal error: workflow ${workflow.name} has neither an arbiter nor formatters`);
  return ends;
}

function counts(answer: CheckedReview): string {
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

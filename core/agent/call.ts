import type { z } from 'zod';
import { fail, type Failure, type Result } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { callVariable } from '../host/variables.ts';
import { answerProblems, strictSchema } from './answer-shape.ts';
import { driverOf, type AgentDriver, type Installed, type Session, type Turn } from './driver.ts';
import type { AgentOption } from './option.ts';
import type { Prompt } from './prompt.ts';
import { accessOf, type Role } from './role.ts';
import { describeTrouble, failureOf, isPassing, type Trouble } from './trouble.ts';
import type { TurnRecord } from './turn-record.ts';
import { lostWork, runTurn, type SoFar, type TurnLimits, type TurnRequest, type TurnResult } from './turn.ts';
import { howToAnswer, leftovers, repairPrompt, resumePrompt } from './answering.ts';
import { addUsage, type Usage } from './usage.ts';

/** One agent call: everything the agent gets, and how its answer is checked. */
export interface AgentCall<Answer> {
  readonly agent: AgentOption;
  readonly installed: Installed;
  readonly role: Role;
  /** Facts that the agent also finds in its environment, as `PHASEWRIGHT_<NAME>`. */
  readonly facts: Readonly<Record<'task' | 'role' | 'round' | 'attempt' | 'commit' | 'nonce', string>>;
  readonly prompt: Prompt;
  /** The conversation to go on with, if the agent still has it. */
  readonly session: Session | undefined;
  /** That conversation broke off in the middle: what it had written is in the worktree. */
  readonly isInterrupted: boolean;
  /** The model that the task was begun with: one task never changes its models midway. */
  readonly model: string | undefined;
  readonly answer: z.ZodType<Answer>;
  /**
   * Looks at an answer that fits: what of it is not so and should be said again, or nothing. Asked while the turn to
   * repair is left; what comes of that turn counts, and is the caller's to judge.
   */
  readonly doubts?: ((answer: Answer) => Promise<string>) | undefined;
  readonly worktree: string;
  /** The checkout that relative paths of the agent's option are meant in. */
  readonly workspace: string;
  /** Folder of ours for the agents of this stage. */
  readonly home: string;
  readonly run: string;
  readonly limits: TurnLimits;
  /** Aborted once somebody else has what the call is for: no turn is paid for any more. */
  readonly lost?: AbortSignal | undefined;
  /** After trouble that may pass. */
  readonly retries: { readonly times: number; readonly delaySeconds: number };
  readonly spending: Spending;
  readonly breaker: Breaker;
  readonly guard: Guard;
  readonly say: (text: string) => void;
  /** Hears of what goes on, for those who watch. */
  readonly note: (text: string) => void;
  /** Hears of a turn that is under way, now and then. */
  readonly pulse: TurnRequest['pulse'];
  /** Gets what a turn was told and what it printed. */
  readonly transcript: (text: string) => Promise<void>;
}

/** What calls may cost. */
export interface Spending {
  /** Why no further turn may begin. */
  before(): Promise<Failure | undefined>;
  /** Why a turn that has cost so much so far must end. */
  during(usage: Usage): string | undefined;
  /** A turn is over; how it ended is not known yet. */
  after(turn: Omit<TurnRecord, 'outcome'>): Promise<void>;
  /** Looks again at what others have spent meanwhile. */
  refresh(): Promise<void>;
  /** US dollars that a turn may still cost; undefined: no limit. */
  left(): number | undefined;
}

/** Stops all dispatch to a provider whose usage limit is reached. */
export interface Breaker {
  /** Waits while it is open, if that was asked for; a failure says that nothing may be called. */
  closed(): Promise<Failure | undefined>;
  /** Opens it after a turn; a failure says that the end of the limit is not waited for. */
  trip(trouble: Trouble, turn: LimitedTurn): Promise<Failure | undefined>;
}

/** The turn that has met a usage limit. */
export interface LimitedTurn {
  /** When it was let through, in milliseconds since the epoch: it may go on for long before it says anything. */
  readonly began: number;
  readonly steps: number;
}

/**
 * Looks at what an agent must not touch: called before a turn, it answers with the look afterwards, or says why there can
 * be no turn.
 */
export type Guard = () => Promise<Result<() => Promise<readonly string[]>>>;

export type AgentOutcome<Answer> = Spent &
  ({ readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly failure: Failure });

export interface Spent {
  readonly turns: readonly TurnRecord[];
  readonly usage: Usage;
  /** To go on with in a later call. */
  readonly session: Session | undefined;
}

/**
 * Calls an agent until it has given an answer that fits, or something stands in the way that does not pass: one more
 * turn to repair an answer, a new session for one that is lost, another try after trouble of the provider or network.
 */
export async function callAgent<Answer>(host: Host, call: AgentCall<Answer>): Promise<AgentOutcome<Answer>> {
  const driver = driverOf(call.agent);
  const name = driver.describe(call.agent);
  const turns: TurnRecord[] = [];
  const { resume } = driver.capabilities(call.agent);
  const known = resume && call.session?.agent === name ? call.session : undefined;
  let next: Next = known
    ? { kind: 'resumed', session: known, tell: call.isInterrupted ? 'go-on' : 'what-is-new' }
    : { kind: 'first', session: undefined, tell: 'all' };
  let last = known;
  let doubted: { readonly value: Answer } | undefined;
  const failed = (failure: Failure): AgentOutcome<Answer> => ({ ok: false, failure, ...spent(turns, last) });
  /** An answer that fits is paid for: where there can be no turn to repair it, it counts as it is. */
  const ended = (failure: Failure): AgentOutcome<Answer> =>
    doubted ? { ok: true, answer: doubted.value, ...spent(turns, last) } : failed(failure);

  for (const { piece, characters } of call.prompt.hidden ?? [])
    call.note(`taken out of the prompt: ${characters} characters of "${piece}" that no reader sees`);

  for (;;) {
    if (call.lost?.aborted)
      return ended(fail('stopped', describeTrouble(name, { kind: 'cancelled', text: lostWork })).failure);
    const refusal = (await call.breaker.closed()) ?? (await call.spending.before());
    if (refusal) return ended(refusal);
    const began = host.clock.wall();
    const { usage: before } = spent(turns, last);
    const most = call.agent.maxCostUsd;
    if (most !== undefined && (before.costUsd ?? 0) >= most) return ended(tooDear(name, before, most));
    const lookAgain = await call.guard();
    if (!lookAgain.ok) return ended(lookAgain.failure);
    const about = { next, before, lookAgain: lookAgain.value };
    const { result, record, problems, violations, answer } = await oneTurn(host, call, driver, about);
    const isRepairLeft = next.kind !== 'repair' && mayRepair(turns, result.session ?? last);
    const doubts = answer && violations.length === 0 && isRepairLeft ? ((await call.doubts?.(answer.value)) ?? '') : '';
    const outcome =
      violations.length > 0 ? 'violation' : (result.trouble?.kind ?? (answer && doubts === '' ? 'ok' : 'bad-output'));
    turns.push({ ...record, outcome });
    last = result.session ?? last;
    if (violations.length > 0) return failed(violated(name, violations));
    if (answer && doubts === '') return { ok: true, answer: answer.value, ...spent(turns, last) };
    doubted = answer ?? doubted;
    const trouble = asQuota(host, result.trouble ?? { kind: 'bad-output', text: doubts || problems });
    const parked =
      trouble.kind === 'quota' ? await call.breaker.trip(trouble, { began, steps: result.steps }) : undefined;
    if (parked) return ended(parked);
    const after = whatNext(call, { next, trouble, turns, session: last, begun: result.steps > 0 });
    // A turn that was ended at the budget is no fault of the agent's.
    const isSpent = trouble.kind === 'limit' ? await call.spending.before() : undefined;
    if (!after) return ended(isSpent ?? fail(failureOf[trouble.kind], describeTrouble(name, trouble)).failure);
    if (isPassing(trouble.kind)) {
      const wait = waitBefore(call, trouble, turns);
      call.note(`${describeTrouble(name, trouble)}; another try in ${Math.ceil(wait / 1000)} s`);
      if (await host.stopsWithin(wait)) return ended(fail('stopped', 'The run was stopped.').failure);
    }
    next = after;
  }
}

/** The turn to come, the session it goes on with, and what the agent is told. */
interface Next {
  readonly kind: TurnRecord['kind'];
  readonly session: Session | undefined;
  readonly tell: 'all' | 'what-is-new' | 'repair' | 'go-on';
  /** What was wrong with the answer that is to be repaired. */
  readonly problems?: string;
}

async function oneTurn<Answer>(
  host: Host,
  call: AgentCall<Answer>,
  driver: AgentDriver,
  about: { next: Next; before: Usage; lookAgain: () => Promise<readonly string[]> },
) {
  const { next, before, lookAgain } = about;
  const most = call.agent.maxCostUsd;
  const left = [call.spending.left(), most === undefined ? undefined : most - (before.costUsd ?? 0)];
  const prompt = promptOf(call, driver, next);
  const turn: Turn = {
    role: call.role,
    access: accessOf(call.role),
    installed: call.installed,
    schema: strictSchema(call.answer),
    worktree: call.worktree,
    workspace: call.workspace,
    home: call.home,
    session: next.session,
    newSession: host.randomId(),
    model: call.model ?? ('model' in call.agent ? call.agent.model : undefined),
    userEnv: host.env,
    marker: [callVariable, host.randomId()],
    run: call.run,
    mostUsd: left.reduce((a, b) => (a === undefined ? b : b === undefined ? a : Math.min(a, b))),
    node: host.processes.node,
  };
  let known: SoFar = { steps: 0, usage: {} };
  const request: TurnRequest = {
    option: call.agent,
    turn,
    prompt,
    facts: call.facts,
    run: call.run,
    limits: call.limits,
    lost: call.lost,
    say: call.say,
    pulse: {
      every: call.pulse.every,
      beat: (so) => {
        known = so;
        call.pulse.beat(so);
        void call.spending.refresh();
      },
    },
    watch: (so) => {
      known = so;
      return most !== undefined && (addUsage(before, so.usage).costUsd ?? 0) >= most
        ? `at ${most} USD (option maxCostUsd)`
        : call.spending.during(so.usage);
    },
  };
  const recordOfIt = (so: SoFar & Partial<TurnResult>): Omit<TurnRecord, 'outcome'> => ({
    ...recordOf(call, driver.describe(call.agent), next, so),
    ...hiddenOf(call.prompt),
  });
  const { result, violations } = await lookingAfter(call, lookAgain, async () => {
    // What it has cost and said is kept before all else: whatever the look finds, it is spent.
    const turned = await runTurn(host, driver, request).catch(async (error: unknown) => {
      await call.spending.after(recordOfIt(known));
      throw error;
    });
    await call.spending.after(recordOfIt(turned));
    await call.transcript(turned.transcript);
    return turned;
  });
  const record = recordOfIt(result);
  if (result.trouble) return { result, record, violations, problems: '', answer: undefined };
  const checked = answerProblems(call.answer, result.answer);
  if (!('problems' in checked)) return { result, record, violations, problems: '', answer: { value: checked.answer } };
  const problems = [checked.problems, result.answer ? [] : (result.unread ?? [])].flat().join(': ');
  return { result, record, violations, problems, answer: undefined };
}

/** Takes the second look also when an error of ours ended the turn: what an agent has touched is found all the same. */
async function lookingAfter<Value>(
  { note }: Pick<AgentCall<unknown>, 'note'>,
  lookAgain: () => Promise<readonly string[]>,
  act: () => Promise<Value>,
): Promise<{ readonly result: Value; readonly violations: readonly string[] }> {
  const result = await act().catch(async (error: unknown) => {
    for (const violation of await lookAgain()) note(violation);
    throw error;
  });
  return { result, violations: await lookAgain() };
}

function promptOf<Answer>(call: AgentCall<Answer>, driver: AgentDriver, next: Next): string {
  const { schema } = driver.capabilities(call.agent);
  const how = howToAnswer(strictSchema(call.answer), schema);
  const texts = {
    all: call.isInterrupted ? `${call.prompt.full}\n\n${leftovers}` : call.prompt.full,
    'what-is-new': call.prompt.resumed,
    repair: repairPrompt(next.problems ?? ''),
    'go-on': resumePrompt,
  };
  return `${texts[next.tell]}\n\n${how}`;
}

/** What to do about trouble; undefined when there is nothing left to try. */
function whatNext(
  call: Pick<AgentCall<unknown>, 'retries'>,
  about: { next: Next; trouble: Trouble; turns: readonly TurnRecord[]; session: Session | undefined; begun: boolean },
): Next | undefined {
  const { next, trouble, turns, session, begun } = about;
  const { kind } = trouble;
  if (kind === 'bad-output')
    return session && mayRepair(turns, session)
      ? { kind: 'repair', session, tell: 'repair', problems: trouble.text }
      : undefined;
  // A conversation may be gone, or have grown so long that nothing more fits in.
  if (kind === 'session-lost' || kind === 'input-too-large')
    return next.session && countOf(turns, 'recap') === 0
      ? { kind: 'recap', session: undefined, tell: 'all' }
      : undefined;
  if (isPassing(kind)) return passingTroubles(turns) <= call.retries.times ? again(next, session, begun) : undefined;
  // The breaker waits for the end of a usage limit, before the next turn.
  return kind === 'quota' ? again(next, session, begun) : undefined;
}

function mayRepair(turns: readonly TurnRecord[], session: Session | undefined): boolean {
  return session !== undefined && countOf(turns, 'repair') === 0;
}

function countOf(turns: readonly TurnRecord[], kind: TurnRecord['kind']): number {
  return turns.filter((turn) => turn.kind === kind).length;
}

/** What an agent has begun it goes on with; what it has not, and may not have heard of, is begun again. */
function again(next: Next, session: Session | undefined, begun: boolean): Next {
  return begun && session ? { kind: 'retry', session, tell: 'go-on' } : { ...next, kind: 'retry' };
}

/** Nobody waits for hours within a call: who is told to come back that late has reached a limit. */
function asQuota(host: Host, trouble: Trouble): Trouble {
  const { retryAfter = 0 } = trouble;
  if (!isPassing(trouble.kind) || retryAfter <= longestWait) return trouble;
  return { kind: 'quota', text: trouble.text, resetsAt: host.clock.wall() + retryAfter };
}

/** Milliseconds. */
const longestWait = 5 * 60_000;

function passingTroubles(turns: readonly TurnRecord[]): number {
  return turns.filter(({ outcome }) => outcome !== 'ok' && isPassing(outcome)).length;
}

function waitBefore(call: Pick<AgentCall<unknown>, 'retries'>, trouble: Trouble, turns: readonly TurnRecord[]): number {
  return Math.max(trouble.retryAfter ?? 0, call.retries.delaySeconds * 1000 * 3 ** (passingTroubles(turns) - 1));
}

function recordOf(
  call: Pick<AgentCall<unknown>, 'role' | 'installed' | 'facts'>,
  agent: string,
  next: Next,
  result: SoFar & Partial<TurnResult>,
): Omit<TurnRecord, 'outcome'> {
  return {
    role: call.role,
    round: Number(call.facts.round),
    attempt: Number(call.facts.attempt),
    agent,
    version: call.installed.version,
    model: result.session?.model ?? null,
    session: result.session?.id ?? null,
    kind: next.kind,
    steps: result.steps,
    durationMs: Math.round(result.durationMs ?? 0),
    promptBytes: result.promptBytes ?? 0,
    usage: result.usage,
    denied: [...(result.denied ?? [])],
  };
}

function hiddenOf({ hidden = [] }: Prompt): Pick<TurnRecord, 'hidden'> {
  return hidden.length > 0 ? { hidden: [...hidden] } : {};
}

function spent(turns: readonly TurnRecord[], session: Session | undefined): Spent {
  return { turns, usage: turns.map((turn) => turn.usage).reduce(addUsage, {}), session };
}

function tooDear(name: string, { costUsd = 0 }: Usage, most: number): Failure {
  const text = `its turns have cost ${costUsd.toFixed(2)} of ${most} USD (option maxCostUsd)`;
  return fail(failureOf.limit, describeTrouble(name, { kind: 'limit', text })).failure;
}

function violated(name: string, violations: readonly string[]): Failure {
  return fail(
    failureOf.violation,
    `The agent \`${name}\` touched what it must not, so its turn does not count:\n${violations.join('\n')}`,
  ).failure;
}

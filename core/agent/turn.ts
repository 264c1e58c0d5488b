import { dirname, join } from 'node:path';
import type { Host, RunResult } from '../host/host.ts';
import { callVariable, runVariable } from '../host/variables.ts';
import { whyUnreadable } from './answer-shape.ts';
import type { AgentDriver, AgentEnd, AgentEvent, Seen, Session, Turn } from './driver.ts';
import { agentEnvironment, temporaryFolder } from './environment.ts';
import type { AgentOption } from './option.ts';
import { redact, redactAll, secretsOf, withoutHalves } from './redact.ts';
import { beginningOf, briefly, shortened } from './saying.ts';
import type { Trouble } from './trouble.ts';
import { addUsage, replaceUsage, usageSince, type Usage } from './usage.ts';

export interface TurnRequest {
  readonly option: AgentOption;
  readonly turn: Turn;
  readonly prompt: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly run: string;
  readonly limits: TurnLimits;
  /** Ends the turn as a stop of the run does: what it is for is somebody else's by now. */
  readonly lost?: AbortSignal | undefined;
  readonly say: (text: string) => void;
  /** Hears of every step and of what the turn has cost so far; words end the turn, and say why. */
  readonly watch: (so: SoFar) => string | undefined;
  /** Hears of the turn every so many milliseconds, also while it is silent. */
  readonly pulse: { readonly every: number; readonly beat: (so: SoFar) => void };
}

/** What is known of a turn that is under way. */
export interface SoFar {
  readonly steps: number;
  readonly usage: Usage;
}

export interface TurnLimits {
  /** Seconds. */
  readonly time: number;
  readonly silence: number;
  readonly steps: number;
}

/** What came of one process of an agent. */
export interface TurnResult {
  /** Undefined when it ended well; whether its answer fits is not looked at here. */
  readonly trouble: Trouble | undefined;
  readonly answer: { readonly value: unknown } | undefined;
  /** Why there may be less of an answer than it gave. */
  readonly unread: string | undefined;
  readonly session: Session | undefined;
  /** Of this turn alone. */
  readonly usage: Usage;
  readonly steps: number;
  readonly denied: readonly string[];
  readonly durationMs: number;
  readonly promptBytes: number;
  /** What it was told and what it printed, without secrets, cut in the middle when it is long. */
  readonly transcript: string;
}

/** Starts the agent, watches it, reads what it says, and makes sure that nothing of it is left. */
export async function runTurn(host: Host, driver: AgentDriver, request: TurnRequest): Promise<TurnResult> {
  const { option, turn, limits } = request;
  await prepareHome(host, turn.home, driver.files?.(option, turn) ?? {});
  const [file, ...args] = driver.argv(option, turn);
  const env = agentEnvironment({
    userEnv: turn.userEnv,
    home: turn.home,
    named: 'env' in option ? option.env : [],
    facts: request.facts,
    own: driver.env(option, turn),
    markers: { [runVariable]: request.run, [turn.marker[0]]: turn.marker[1] },
  });
  const secrets = secretsOf(env);
  const notes = new Notes(turn.session?.reported ?? {});
  const clean = (text: string): string => redact(text, secrets);
  const say = briefly(request.say, clean);
  const ender = new AbortController();
  let ended: string | undefined;
  const end = (why: string): void => {
    ended ??= why;
    ender.abort();
  };
  const { lost = new AbortController().signal } = request;
  const result = await host.processes.run({
    file,
    args,
    cwd: turn.worktree,
    env,
    input: request.prompt,
    timeLimit: limits.time * 1000,
    silenceLimit: limits.silence * 1000,
    keep: transcriptSize,
    longestLine,
    cancel: AbortSignal.any([ender.signal, lost]),
    pulse: { every: request.pulse.every, beat: () => request.pulse.beat(notes.soFar()) },
    onLine: (line, isCut) => {
      if (isCut) {
        notes.miss(`a line of more than ${longestLine} bytes was not read`);
        return;
      }
      const events = driver.parse(line);
      for (const event of events) {
        notes.take(event);
        if (event.type === 'say') say(event.text);
      }
      // Most of what is printed is words: they change nothing, and there may be millions of them.
      if (events.every((event) => event.type === 'say')) return;
      if (notes.seen.steps > limits.steps) end(`after ${limits.steps} answers of its model (option maxSteps)`);
      // What is over is not ended for what it has cost, nor at its answer: it would have to be paid for again.
      if (notes.seen.end || events.some(({ type }) => type === 'answer')) return;
      const why = request.watch(notes.soFar());
      if (why !== undefined) end(why);
    },
  });
  // In the user's own checkout what was left behind may be theirs.
  const own = turn.worktree === turn.workspace ? undefined : turn.worktree;
  await host.processes.sweep(`${callVariable}=${turn.marker[1]}`, own);
  const { session } = notes.seen;
  // It is a file of the agent's: one that cannot be read tells nothing.
  const recalled = session && (await driver.recall?.(host, option, turn, session.id).catch(() => []));
  for (const event of recalled ?? []) notes.recall(event);
  const at = host.clock.wall();
  const trouble = troubleOf(
    driver,
    { ...result, at },
    notes.seen,
    limits,
    ended,
    lost.aborted ? lostWork : 'with the run',
  );
  return {
    trouble: trouble && { ...trouble, text: [shortened(trouble.text, clean), notes.unread ?? []].flat().join('; ') },
    unread: notes.unread,
    answer: notes.seen.answer && { value: redactAll(notes.seen.answer.value, secrets) },
    session: sessionOf(driver.describe(option), turn, notes),
    usage: notes.usage(),
    steps: notes.seen.steps,
    denied: notes.seen.denied.map((what) => shortened(what, clean)),
    durationMs: result.durationMs,
    promptBytes: new TextEncoder().encode(request.prompt).length,
    transcript: redact(`${request.prompt}\n\n--- output ---\n${transcriptOf(result, secrets)}`, secrets),
  };
}

/** Why a turn was ended that nobody would have used. */
export const lostWork = 'somebody else has taken over what it was at work on';
/** Bytes of each stream that a transcript keeps. */
const transcriptSize = 2 * 1024 * 1024;
/** Bytes. An agent may repeat in one line all that it was denied to write. */
const longestLine = 4 * 1024 * 1024;
const mostDenied = 50;

/** Keeps what events say, in bounded memory. */
class Notes {
  readonly #before: Usage;
  #more: Usage = {};
  #estimate: Usage = {};
  #step: string | undefined;
  #session: Usage | undefined;
  /** What of the output was passed over, unless an answer came after it. */
  unread: string | undefined;
  seen: Seen = {
    session: undefined,
    answer: undefined,
    steps: 0,
    denied: [],
    trouble: undefined,
    waiting: undefined,
    end: undefined,
  };

  constructor(before: Usage) {
    this.#before = before;
  }

  take(event: AgentEvent): void {
    const { seen } = this;
    switch (event.type) {
      case 'say':
        return;
      case 'session':
        if (isName(event.id) && isName(event.model ?? ''))
          this.seen = { ...seen, session: { id: event.id, model: event.model ?? seen.session?.model } };
        return;
      case 'step':
        if (event.id !== undefined && event.id === this.#step) return;
        this.#step = event.id;
        this.#estimate = addUsage(this.#estimate, event.estimate ?? {});
        this.seen = { ...seen, steps: seen.steps + 1, waiting: undefined };
        return;
      case 'answer':
        this.unread = whyUnreadable(event.answer);
        this.seen = { ...seen, answer: this.unread === undefined ? { value: event.answer } : undefined };
        return;
      case 'denied':
        if (seen.denied.length < mostDenied) this.seen = { ...seen, denied: [...seen.denied, beginningOf(event.what)] };
        return;
      case 'trouble':
        this.seen = { ...seen, trouble: briefTrouble(event.trouble) };
        return;
      case 'waiting':
        this.seen = { ...seen, waiting: briefTrouble(event.trouble) };
        return;
      case 'end':
        this.seen = { ...seen, end: { well: event.well } };
        return;
      case 'usage':
        if (event.counts === 'more') this.#more = addUsage(this.#more, event.usage);
        else this.#session = replaceUsage(this.#session ?? {}, event.usage);
    }
  }

  /** From a file that the agent could write: what it has printed itself goes before that. */
  recall(event: AgentEvent): void {
    if (event.type !== 'usage' || this.#session === undefined) this.take(event);
  }

  miss(what: string): void {
    this.unread = what;
  }

  soFar(): SoFar {
    return { steps: this.seen.steps, usage: this.usage() };
  }

  /** What the session has been reported to have cost, from its beginning; or is believed to, after a turn that was cut. */
  reported(): Usage {
    return this.#session ? replaceUsage(this.#before, this.#session) : addUsage(this.#before, this.#estimate);
  }

  /** Of this turn: what is known for certain goes before what is believed. */
  usage(): Usage {
    const known = addUsage(this.#more, usageSince(this.#before, this.#session ?? {}));
    return replaceUsage(this.#estimate, known);
  }
}

function briefTrouble(trouble: Trouble): Trouble {
  return { ...trouble, text: beginningOf(trouble.text) };
}

/** Whether it can be handed to a program again: one with a zero byte, or without end, would keep it from starting. */
function isName(text: string): boolean {
  return text.length <= 1000 && !text.includes('\0');
}

function troubleOf(
  driver: AgentDriver,
  result: RunResult & Pick<AgentEnd, 'at'>,
  seen: Seen,
  limits: TurnLimits,
  ended: string | undefined,
  withWhat: string,
): Trouble | undefined {
  switch (result.ended) {
    case 'not-found':
      return { kind: 'not-installed', text: result.stderr.trim() };
    case 'time-limit':
      return { kind: 'limit', text: `after ${limits.time} s (option agentTimeLimit)${whileWaiting(seen)}` };
    case 'silence-limit':
      return whenSilent(seen, `after ${limits.silence} s without a sign of life (option agentSilenceLimit)`);
    case 'cancelled':
      return ended === undefined ? { kind: 'cancelled', text: withWhat } : { kind: 'limit', text: ended };
    case 'exit':
    case 'signal':
      return driver.finish(seen, { ...result, ended: result.ended });
  }
}

/** Whatever it waited for: the limit of a call is not begun anew. */
function whileWaiting({ waiting }: Seen): string {
  return waiting ? `, while it waited: ${waiting.text}` : '';
}

/** An agent that is silent since it waits for something to pass has not got stuck. */
function whenSilent({ waiting }: Seen, text: string): Trouble {
  return waiting ? { ...waiting, text: `${text}: ${waiting.text}` } : { kind: 'limit', text };
}

function sessionOf(agent: string, turn: Turn, notes: Notes): Session | undefined {
  const { session } = notes.seen;
  if (!session) return turn.session && { ...turn.session, reported: notes.reported() };
  return { id: session.id, agent, model: session.model ?? turn.model, reported: notes.reported() };
}

async function prepareHome(host: Host, home: string, files: Readonly<Record<string, string>>): Promise<void> {
  await host.files.makeFolder(temporaryFolder(home));
  for (const [name, text] of Object.entries(files)) {
    await host.files.makeFolder(dirname(join(home, name)));
    await host.files.write(join(home, name), text);
  }
}

function transcriptOf(result: RunResult, secrets: readonly string[]): string {
  const [stdout, stderr] = [result.stdout, result.stderr].map((text) => withoutHalves(text, secrets));
  return `${stdout}\n--- standard error ---\n${stderr}\n--- ended: ${result.ended} ${result.code ?? result.signal ?? ''}\n`;
}

import { execa } from 'execa';
import { encodeText } from './bytes.ts';
import type { Processes, RunOptions, RunResult } from './host.ts';
import { capture } from './capture.ts';
import { isAlive, self } from './owner.ts';
import { carriersOf, usersOf } from './running.ts';
import { sweep } from './sweep.ts';

/** Nx gives an executor five seconds after Ctrl-C; what we started is down after two. */
const grace = 2_000;
/** How long what a program printed last may take to arrive once it has ended. */
const lastWords = 1_000;

export function nodeProcesses(stop: AbortSignal): Processes {
  return {
    run: async (options) => await run(options, stop),
    self,
    isAlive,
    sweep,
    carriersOf,
    usersOf,
    node: process.execPath,
  };
}

async function run(options: RunOptions, stop: AbortSignal): Promise<RunResult> {
  const started = performance.now();
  const cancel = cancellation(options, stop);
  const { pulse } = options;
  const beating = pulse && setInterval(() => pulse.beat(), pulse.every);
  let letGo: NodeJS.Timeout | undefined;
  const child = execa(options.file, [...options.args], {
    cwd: options.cwd,
    env: definedOnly(options.env),
    extendEnv: false,
    input: encodeText(options.input ?? ''),
    buffer: false,
    reject: false,
    stripFinalNewline: false,
    encoding: 'buffer',
    // A group of its own, so that all of it can be ended; a terminal's Ctrl-C then reaches it through us alone.
    killDescendants: true,
    forceKillAfterDelay: grace,
    cancelSignal: cancel.signal,
  });
  const cut: { isCut?: boolean } = {};
  const onCut = (): void => void (cut.isCut = true);
  const { keep, onLine, longestLine } = options;
  const captured = Promise.all([
    capture(child.stdout, { keep, onData: cancel.heard, onLine, longestLine, onCut }),
    capture(child.stderr, { keep, onData: cancel.heard }),
  ]);
  // An error of whoever hears the lines is thrown when the program has ended, and not before.
  captured.catch(() => undefined);
  child.nodeChildProcess.once('exit', () => {
    cancel.clear();
    clearInterval(beating);
    // The program may have ended before its descendants; nothing of it outlives this call.
    endGroup(child.pid);
    // A descendant that left the group lives on and holds the pipes open: they would never come to an end.
    letGo = setTimeout(
      () => setImmediate(() => [child.stdout, child.stderr].forEach((stream) => stream.destroy())),
      lastWords,
    );
  });
  const end = await child;
  cancel.clear();
  clearInterval(beating);
  clearTimeout(letGo);
  const [stdout, stderr] = await captured;
  const output = { stdout, stderr, durationMs: performance.now() - started, ...cut };
  if (cancel.reason()) return { ended: cancel.reason() ?? 'cancelled', ...output };
  if (end.exitCode !== undefined) return { ended: 'exit', code: end.exitCode, ...output };
  if (end.signal !== undefined) return { ended: 'signal', signal: end.signal, ...output };
  return { ended: 'not-found', ...output, stderr: output.stderr || (end.message ?? '') };
}

type Reason = 'time-limit' | 'silence-limit' | 'cancelled';

/** One signal for all that can end a program early, and which of them it was. */
function cancellation(options: RunOptions, stop: AbortSignal) {
  const controller = new AbortController();
  let reason: Reason | undefined;
  const end = (why: Reason): void => {
    reason ??= why;
    controller.abort();
  };
  const cancelled = (): void => end('cancelled');
  const sources = [options.cancel, options.uninterrupted ? undefined : stop].filter((source) => source !== undefined);
  for (const source of sources) {
    if (source.aborted) cancelled();
    source.addEventListener('abort', cancelled, { once: true });
  }
  const whole = options.timeLimit === undefined ? undefined : setTimeout(() => end('time-limit'), options.timeLimit);
  const watchSilence = () =>
    options.silenceLimit === undefined ? undefined : setTimeout(() => end('silence-limit'), options.silenceLimit);
  let silence = watchSilence();
  return {
    signal: controller.signal,
    reason: () => reason,
    heard: () => void silence?.refresh(),
    clear: () => {
      clearTimeout(whole);
      clearTimeout(silence);
      silence = undefined;
      for (const source of sources) source.removeEventListener('abort', cancelled);
    },
  };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody left in the group, which is what is wanted.
  }
}

function definedOnly(env: RunOptions['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

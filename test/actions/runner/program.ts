import { spawn } from 'node:child_process';
import { logLines } from './commands.ts';
import type { Job } from './job.ts';

export interface Program {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limitMs: number | undefined;
  onLine(line: string): void;
}

/** How a program ended; `timed-out` and `cancelled` say that this runner ended it. */
export type Ending = { readonly by: 'itself'; readonly code: number } | { readonly by: 'timed-out' | 'cancelled' };

/**
 * Runs a program of a job in a process group of its own. At its limit, or when the job is cancelled meanwhile, the group gets
 * SIGINT and soon after SIGKILL. A program that cannot be started ends with code 127 and a line that says why.
 */
export async function runProgram(job: Job, program: Program): Promise<Ending> {
  const [file = '', ...args] = program.argv;
  const child = spawn(file, args, {
    cwd: program.cwd,
    env: program.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  if (child.pid !== undefined) job.groups.push(child.pid);
  const streams = [child.stdout, child.stderr].map((stream) => byLine(stream, (line) => program.onLine(line)));
  let ended: Ending | undefined;
  let force: NodeJS.Timeout | undefined;
  const end = (by: 'timed-out' | 'cancelled') => {
    ended ??= { by };
    signalGroup(child.pid, 'SIGINT');
    force ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs);
  };
  const cancel = () => end('cancelled');
  job.signal.addEventListener('abort', cancel);
  const limit = program.limitMs === undefined ? undefined : setTimeout(() => end('timed-out'), program.limitMs);
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      program.onLine(error.message);
      resolve(127);
    });
    child.once('exit', (status) => {
      // Who was left behind may hold the output open; the runner waits for it only so long.
      const late = setTimeout(() => resolve(status ?? 137), outputGraceMs);
      void Promise.all(streams).then(() => {
        clearTimeout(late);
        resolve(status ?? 137);
      });
    });
  });
  clearTimeout(limit);
  clearTimeout(force);
  job.signal.removeEventListener('abort', cancel);
  if (ended !== undefined) signalGroup(child.pid, 'SIGKILL');
  return ended ?? { by: 'itself', code };
}

/** Ends what programs of a job left behind, as the runner does when a job is over. */
export function endGroups(job: Pick<Job, 'groups'>): void {
  for (const group of job.groups) signalGroup(group, 'SIGKILL');
}

const graceMs = 500;
const outputGraceMs = 5000;

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

/** Settles when the stream has ended and its last line has been handed over. */
async function byLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const text = rest + chunk;
    // A carriage return at the end may be the first half of a line break.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = logLines(whole);
    rest = (lines.pop() ?? '') + text.slice(whole.length);
    for (const line of lines) onLine(line);
  });
  await new Promise<void>((resolve) => {
    stream.once('close', resolve);
    stream.once('end', resolve);
  });
  const lines = logLines(rest);
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) onLine(line);
}

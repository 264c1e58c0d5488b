import { spawn } from 'node:child_process';
import type { AppendFile, Host, RunOptions } from '../../core/host/host.ts';

/** When a process is killed: before the call has begun, in the middle of it, or when it is done and nobody knows. */
export const moments = ['before', 'within', 'after'] as const;
export type Moment = (typeof moments)[number];

export interface Kill {
  /** Which call of git or write into a journal it is, from 1. */
  readonly at: number;
  readonly moment: Moment;
}

/** Counts calls of git and writes into journals, and ends this process with SIGKILL at one of them. */
export function killingHost(host: Host, kill: Kill | undefined, count: (calls: number) => void): Host {
  let calls = 0;
  const at = async <T>(act: () => Promise<T>, within: () => Promise<void>): Promise<T> => {
    calls += 1;
    count(calls);
    if (calls !== kill?.at) return await act();
    if (kill.moment === 'within') await within();
    if (kill.moment === 'after') await act();
    process.kill(process.pid, 'SIGKILL');
    return await new Promise(() => undefined);
  };
  return {
    ...host,
    processes: {
      ...host.processes,
      run: async (options) => {
        const act = async () => await host.processes.run(options);
        return options.file === 'git' ? await at(act, async () => await begin(options, calls)) : await act();
      },
    },
    files: {
      ...host.files,
      openAppend: async (path) => {
        const file = await host.files.openAppend(path);
        const write: AppendFile['write'] = async (bytes) =>
          await at(
            async () => await file.write(bytes),
            async () => void (await file.write(bytes.subarray(0, Math.ceil(bytes.length / 2)))),
          );
        return { ...file, write };
      },
    },
  };
}

/** Milliseconds in which git has begun, and has not always ended; each call has another of them. */
const soon = 12;

/** Starts git, and kills it. */
async function begin({ file, args, cwd, env, input }: RunOptions, call: number): Promise<void> {
  const child = spawn(file, args, { cwd, env, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const timer = setTimeout(() => child.kill('SIGKILL'), 1 + (call % soon));
  await ended;
  clearTimeout(timer);
}

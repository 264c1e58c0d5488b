import { spawn } from 'node:child_process';
import type { Processes, RunOptions, RunResult } from '../../core/host/host.ts';

export interface Faults {
  /** All pushes that were begun. */
  pushes: number;
  /** Of those: whose git was killed, and whose answer was dropped. */
  killed: number;
  dropped: number;
}

/** Of all pushes. */
const share = 0.1;
/** Milliseconds within which a push that is to be killed is. */
const soon = 80;

/** Runs programs, but of ten pushes one is killed on its way, or was made and nobody hears of it. */
export function withFaultyPushes(processes: Processes, random: () => number, faults: Faults): Processes {
  return {
    ...processes,
    run: async (options) => {
      if (options.file !== 'git' || !options.args.includes('push')) return await processes.run(options);
      faults.pushes += 1;
      if (random() >= share) return await processes.run(options);
      if (random() < 0.5) {
        faults.dropped += 1;
        return silent(await processes.run(options));
      }
      faults.killed += 1;
      return await killed(options, random() * soon);
    },
  };
}

function silent({ durationMs }: RunResult): RunResult {
  return { ended: 'exit', code: 128, stdout: '', stderr: 'fatal: the connection was lost', durationMs };
}

/**
 * Kills git at our end; its other end goes on, and may still write. A remote that is killed itself may leave the lock of a
 * ref behind, which only whoever keeps the remote can remove: that is no fault that a worker could survive.
 */
async function killed({ file, args, cwd, env }: RunOptions, after: number): Promise<RunResult> {
  const child = spawn(file, args, { cwd, env, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  await ended;
  clearTimeout(timer);
  return silent({ ended: 'exit', stdout: '', stderr: '', durationMs: after });
}

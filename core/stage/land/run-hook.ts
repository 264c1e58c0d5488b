import { cleanEnvironment } from '../../gate/environment.ts';
import { leavingNothing } from '../../gate/leaving-nothing.ts';
import { whatMatters } from '../../gate/what-matters.ts';
import type { RunResult } from '../../host/host.ts';
import { runVariable } from '../../host/variables.ts';
import type { StageContext } from '../context.ts';
import type { Hook } from './hooks-to-run.ts';

export interface HookCall {
  /** A worktree of ours, absolute. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly input?: string;
  /** What git tells this hook by its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** What came of one call of a hook. */
export interface HookEnd {
  readonly passed: boolean;
  /** For people: `exit code 1`. */
  readonly how: string;
  /** Absent when it did not exit. */
  readonly code?: number;
  readonly durationMs: number;
  readonly output: string;
  /** It came to no end, since the run is to end. */
  readonly isStopped: boolean;
}

/**
 * Runs a hook as git would, in the environment that gates get. It runs what agents wrote: what it leaves running is
 * ended. `GIT_DIR` and an absolute `GIT_INDEX_FILE`, which git sets in linked worktrees only, are left out: hooks are
 * written for a checkout, and one whose tests make repositories of their own would write into ours.
 */
export async function runHook({ host, phase }: StageContext, hook: Hook, call: HookCall): Promise<HookEnd> {
  const { folder, args, input, env } = call;
  const seconds = phase.options.gateTimeLimit;
  const result = await leavingNothing(
    host,
    folder,
    async (marker) =>
      await host.processes.run({
        file: hook.program,
        args,
        cwd: folder,
        env: {
          ...cleanEnvironment(host, folder, phase.checkout),
          GIT_PREFIX: '',
          ...env,
          [runVariable]: phase.run,
          ...marker,
        },
        timeLimit: seconds * 1000,
        ...(input === undefined ? {} : { input }),
      }),
  );
  const { code } = result;
  const output = whatMatters([result.stdout, result.stderr].filter(Boolean).join('\n'));
  return {
    passed: code === 0,
    how: howItEnded(result, seconds),
    ...(code === undefined ? {} : { code }),
    durationMs: Math.round(result.durationMs),
    output,
    isStopped: result.ended === 'cancelled',
  };
}

function howItEnded({ ended, code, signal }: RunResult, seconds: number): string {
  if (ended === 'exit') return `exit code ${code}`;
  if (ended === 'time-limit') return `no end within ${seconds} s (option gateTimeLimit)`;
  return ended === 'signal' ? `ended by ${signal}` : 'it could not be started';
}

import { delimiter, join } from 'node:path';
import { cleanEnvironment } from '../gate/environment.ts';
import { leavingNothing } from '../gate/leaving-nothing.ts';
import { whatMatters } from '../gate/what-matters.ts';
import type { Host } from '../host/host.ts';
import { commandOf } from '../plan/criteria/command-line.ts';

export interface Ran {
  /** `exit` with its code, or why there is none. */
  readonly ended: 'exit' | 'not-found' | 'time-limit' | 'cancelled' | 'signal' | 'needs-shell';
  readonly code: number | null;
  readonly output: string;
  readonly durationMs: number;
  /** What of the output tells why. */
  readonly told: string;
}

/** Bytes of each stream that are kept. */
const keep = 4 * 1024 * 1024;

/**
 * Runs a command of words, without a shell: what an agent or a plan has written starts one program and no other. Nothing
 * that it started is left running.
 */
export async function runCommand(
  host: Host,
  command: string,
  about: {
    readonly folder: string;
    /** The root of the checkout, whose programs are found as well. */
    readonly root: string;
    /** Seconds. */
    readonly timeLimit: number;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<Ran> {
  const words = commandOf(command);
  if (!words) {
    const told = `\`${command}\` needs a shell: pipes, redirections, variables and patterns are not run. Put it into a script, and name that.`;
    return { ended: 'needs-shell', code: null, output: '', durationMs: 0, told };
  }
  const [file = '', ...args] = words;
  const { folder, root, timeLimit, env: further } = about;
  const clean = cleanEnvironment(host, folder, '');
  const programs = [...new Set([folder, root])].map((one) => join(one, 'node_modules', '.bin'));
  // Colours would stand between a test's name and its outcome.
  const environment = {
    ...clean,
    PATH: [...programs, clean['PATH']].join(delimiter),
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    ...further,
  };
  const result = await leavingNothing(host, undefined, async (marker) => {
    const env = { ...environment, ...marker };
    return await host.processes.run({ file, args, cwd: folder, env, timeLimit: timeLimit * 1000, keep });
  });
  const output = [result.stdout, result.stderr].filter(Boolean).join('\n');
  const ended = result.ended === 'silence-limit' ? 'time-limit' : result.ended;
  const why: Record<Exclude<typeof ended, 'exit'>, string> = {
    'not-found': `\`${file}\` cannot be started.`,
    'time-limit': `\`${command}\` did not end within ${timeLimit} s.`,
    cancelled: `\`${command}\` was stopped with the driver.`,
    signal: `\`${command}\` was ended by signal ${result.signal ?? ''}.`,
  };
  const said = whatMatters(output);
  const told = ended === 'exit' ? said : `${why[ended]}\n${said}`.trim();
  return { ended, code: result.code ?? null, output, durationMs: Math.round(result.durationMs), told };
}

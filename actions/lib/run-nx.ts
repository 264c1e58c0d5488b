import { exec } from '@actions/exec';
import type { Job } from './job.ts';
import { tellAsItComes } from './tell.ts';

/**
 * Variables that lead to what a job may do at GitHub, and the files by which a step tells its runner what to do: neither Nx nor what it
 * starts has a use for them.
 */
const ofTheJob =
  /^(?:GITHUB_(?:TOKEN|OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)|GH_TOKEN|ACTIONS_(?:RUNTIME|ID_TOKEN|CACHE|RESULTS)_\w*|PHASEWRIGHT_INPUT_\w+)$/;

/**
 * Runs the workspace's own Nx, and prints what it prints with no command for the runner in it. Answers with its exit code.
 * Its environment is that of the job without its tokens and files, and with what is said here.
 */
export async function runNx(
  job: Job,
  workspace: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const own = Object.entries(job.env).filter(([name]) => !ofTheJob.test(name));
  const kept = own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const [stdout, stderr] = [tellAsItComes(job), tellAsItComes(job)];
  const decoders = [new TextDecoder(), new TextDecoder()] as const;
  const code = await exec('npx', ['--no-install', 'nx', ...args], {
    cwd: workspace,
    env: { ...Object.fromEntries(kept), NX_DAEMON: 'false', NX_TUI: 'false', ...env },
    ignoreReturnCode: true,
    silent: true,
    listeners: {
      stdout: (bytes) => stdout.add(decoders[0].decode(bytes, { stream: true })),
      stderr: (bytes) => stderr.add(decoders[1].decode(bytes, { stream: true })),
    },
  });
  stdout.end();
  stderr.end();
  return code;
}

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Rig, type RigOptions } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';
import { installInto, json } from '../rig/workspace.ts';
import { startGitHub, type GitHub } from './github/github.ts';
import type { Person } from './github/state.ts';
import type { Event } from './runner/event.ts';
import type { RunOptions } from './runner/options.ts';
import { runWorkflow, type RunResult } from './runner/run-workflow.ts';

const root = join(import.meta.dirname, '../..');

/** A repository on a GitHub of this machine, whose workflows use our actions, with agents and gates that the test drives. */
export interface AtGitHub {
  readonly rig: Rig;
  readonly github: GitHub;
  /** Folder of the bare repository that GitHub has. */
  readonly remote: string;
  /** Runs a workflow of ours, by its file in docs/workflows, as GitHub does for that event. */
  readonly run: (workflow: string, event: Event, options?: Partial<RunOptions>) => Promise<RunResult>;
  /** Asks the API, as a person of the repository. */
  readonly ask: <T>(path: string, login?: string) => Promise<T>;
}

export async function useRepository(
  options: RigOptions = {},
  people: readonly Person[] = [{ login: 'octocat', permission: 'write' }],
): Promise<AtGitHub> {
  const lockfile = { name: 'scratch', lockfileVersion: 3, requires: true, packages: { '': { name: 'scratch' } } };
  const rig = await useRig({ ...options, files: { 'package-lock.json': json(lockfile), ...options.files } });
  const folder = dirname(rig.checkout);
  const remote = join(folder, 'remote.git');
  await rig.git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  await rig.git('remote', 'add', 'origin', remote);
  await rig.git('push', '--quiet', 'origin', 'main');
  const github = await startGitHub({ remote, people });
  onTestFinished(github.close);
  const programs = join(folder, 'bin');
  offlineNpm(programs, join(folder, 'packages'));
  let runs = 0;
  return {
    rig,
    github,
    remote,
    run: async (workflow, event, more = {}) => {
      runs += 1;
      return await runWorkflow(join(root, 'docs/workflows', workflow), {
        folder: join(folder, 'actions'),
        event,
        head: { branch: 'main', sha: await rig.git('-C', remote, 'rev-parse', 'main') },
        actions: { 'phasewright/phasewright': root },
        runId: String(runs),
        apiUrl: github.url,
        serverUrl: github.url,
        issueToken: github.issueToken,
        minute: 60_000,
        ...more,
        beforeJob: async (job) => {
          job.path.unshift(programs);
          await more.beforeJob?.(job);
        },
      });
    },
    ask: async <T>(path: string, login = 'octocat') => {
      const headers = { authorization: `Bearer ${github.tokenOf(login)}` };
      const response = await fetch(`${github.url}/repos/octo/app${path}`, { headers });
      return (await response.json()) as T;
    },
  };
}

/** An npm that has all packages already: `npm ci` lays them out as links. */
function offlineNpm(programs: string, packages: string): void {
  mkdirSync(packages);
  installInto(packages);
  const path = join(programs, 'npm');
  writeFileSync(path, `#!/bin/sh\n[ "$1" = ci ] || exit 64\ncp -R '${packages}/node_modules' .\n`);
  chmodSync(path, 0o755);
}

/** A workflow of ours as somebody has changed it: its path, as `run` takes it. */
export function changedWorkflow(at: AtGitHub, workflow: string, change: (text: string) => string): string {
  const text = readFileSync(join(root, 'docs/workflows', workflow), 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`The change changes nothing in ${workflow}`);
  return writtenWorkflow(at, workflow, changed);
}

/** A workflow that somebody has written: its path, as `run` takes it. */
export function writtenWorkflow({ rig }: AtGitHub, name: string, text: string): string {
  const path = join(dirname(rig.checkout), name);
  writeFileSync(path, text);
  return relative(join(root, 'docs/workflows'), path);
}

/** Somebody starts a workflow by hand. */
export function dispatched(inputs: Readonly<Record<string, string>>): Event {
  const repository = { default_branch: 'main', full_name: 'octo/app' };
  return { name: 'workflow_dispatch', payload: { ref: 'refs/heads/main', inputs, repository } };
}

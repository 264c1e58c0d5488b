import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HeldClaim } from '../../core/claim/held-claim.ts';
import { takeClaim, type ClaimAttempt } from '../../core/claim/take-claim.ts';
import { makeCommit, treeOf } from '../../core/git/commit.ts';
import { readRef } from '../../core/git/refs.ts';
import type { Host } from '../../core/host/host.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { commitFiles, openScratch, userGit, type Scratch } from '../git/scratch.ts';

export const ref = 'refs/phasewright/demo/1/claim/task-1.1';
export const result = 'refs/phasewright/demo/1/result/task-1.1/abc';

/** Seconds. */
export const lease = 600;

/** A remote, and machines with a clone of it each. Nobody waits: time goes on when a test says so. */
export interface Machines {
  /** A bare repository. */
  readonly remote: string;
  readonly machine: (name: string, boot?: string) => Promise<Machine>;
  /** Lets time pass, for all machines. */
  readonly pass: (seconds: number) => void;
  /** A hook of the remote. */
  readonly hook: (name: string, script: string) => void;
  /** Where a ref of the remote is; empty where it is not. */
  readonly at: (ref: string) => string;
}

export interface Machine extends Scratch {
  take(run: string, over?: string): Promise<ClaimAttempt>;
  /** The same, where it has to be had. */
  has(run: string): Promise<HeldClaim>;
  /** A commit that stands for finished work. */
  work(): Promise<string>;
  here(ref: string): Promise<string | undefined>;
  /** The same machine for a process that has just been started. */
  again(own?: Partial<Host>): Machine;
}

export async function machines(): Promise<Machines> {
  const folder = temporaryFolder();
  const remote = join(folder, 'remote.git');
  userGit(folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  const first = join(folder, 'first');
  userGit(folder, 'init', '--quiet', '--initial-branch=main', first);
  userGit(first, 'config', 'user.name', 'Ada');
  userGit(first, 'config', 'user.email', 'ada@example.com');
  commitFiles(first, { 'a.txt': '1' });
  userGit(first, 'push', '--quiet', remote, 'main');
  let now = 1_000_000;
  const clock = { wall: () => 0, monotonic: () => now };
  return {
    remote,
    pass: (seconds) => void (now += seconds * 1000),
    hook: (name, script) => {
      mkdirSync(join(remote, 'hooks'), { recursive: true });
      writeFileSync(join(remote, 'hooks', name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(remote, 'hooks', name), 0o755);
    },
    at: (name) => userGit(remote, 'for-each-ref', '--format=%(objectname)', name),
    machine: async (name, boot = `boot of ${name}`) => {
      const root = join(folder, `${name}-${boot.length}`);
      userGit(folder, 'clone', '--quiet', remote, root);
      const host = hostWith({ stateFolder: join(folder, 'state', name), clock, stopsWithin: async () => false });
      const self = { ...(await host.processes.self()), host: name, boot };
      const there = { ...host, processes: { ...host.processes, self: async () => self } };
      return machine(await openScratch(there, root));
    },
  };
}

function machine(made: Scratch): Machine {
  const { host, git } = made;
  const shared = { remote: 'origin', git, perMinute: Infinity };
  const take = async (run: string, over?: string): Promise<ClaimAttempt> =>
    await takeClaim(host, git, { ref, run, lease, shared, over });
  return {
    ...made,
    take,
    has: async (run) => {
      const attempt = await take(run);
      if (attempt.how !== 'held') throw new Error(`not held: ${JSON.stringify(attempt)}`);
      return attempt.claim;
    },
    work: async () =>
      await makeCommit(git, {
        tree: await treeOf(git, 'HEAD'),
        parents: ['HEAD'],
        message: host.randomId(),
        author: { name: 'Ada', email: 'ada@example.com' },
      }),
    here: async (name) => await readRef(git, name),
    again: (own = {}) => machine({ ...made, host: { ...host, ...own } }),
  };
}

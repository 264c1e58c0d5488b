import { join, resolve } from 'node:path';
import { fail, type Result } from '../failure.ts';
import { describeOwner } from '../claim/claim-text.ts';
import { takeClaim } from '../claim/take-claim.ts';
import type { Git } from '../git/git.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { keyOf, statePathsIn } from './known-work.ts';
import { checkoutOf, homeOf, openStore, Unwritten, type Store } from './store.ts';

/** One commit in work: its checkout, and where we keep what we know about it. */
export interface Desk {
  readonly host: Host;
  readonly repository: Repository;
  /** In the root of the checkout. */
  readonly git: Git;
  readonly store: Store;
  /** Where agents and commands work, absolute. */
  readonly workspace: string;
  /** A folder of ours, outside of the checkout. */
  readonly home: string;
  /** What the names of its refs begin with. */
  readonly refs: string;
  /** State files of the driver in this checkout, absolute: nobody's work. */
  readonly stateFiles: readonly string[];
}

/** Works at the commit that a state file is for, alone: another driver at it, if it is alive, is named. */
export async function atDesk<T>(
  host: Host,
  statePath: string,
  force: boolean,
  work: (desk: Desk) => Promise<Result<T>>,
): Promise<Result<T>> {
  const checkout = await checkoutOf(host, statePath);
  if (checkout === undefined) {
    // It says why there is none.
    const store = await openStore(host, statePath);
    return store.ok ? fail('journal', `Unexpected state file ${statePath} without a checkout.`) : store;
  }
  const opened = await openRepository(host, checkout);
  if (!opened.ok) return opened;
  return await alone(host, opened.value.git, statePath, async () => {
    const store = await openStore(host, statePath, force);
    if (!store.ok) return store;
    try {
      return await work(await deskOf(host, opened.value, store.value));
    } finally {
      await store.value.close();
    }
  });
}

/** One at a time for a path: one writer of a state file, one that begins a commit in a checkout. */
export async function alone<T>(host: Host, git: Git, path: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const attempt = await takeClaim(host, git, { ref: `${refsOf(path)}/claim`, run: host.randomId() });
  if (attempt.how === 'failed') return { ok: false, failure: attempt.failure };
  if (attempt.how === 'claimed')
    return fail(
      'claimed',
      `Unexpected second driver for ${path}: ${describeOwner(attempt.by)} is at it. Wait until it is done.`,
    );
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unwritten) return { ok: false, failure: error.failure };
    throw error;
  } finally {
    await attempt.claim.end();
  }
}

export async function deskOf(host: Host, repository: Repository, store: Store): Promise<Desk> {
  const { work } = store.standing;
  return {
    host,
    repository,
    git: repository.git,
    store,
    workspace: resolve(work.folder, work.workspace),
    home: homeOf(host, store.path),
    refs: refsOf(store.path),
    stateFiles: await stateFilesIn(host, repository.root),
  };
}

/** With what lies beside one: what somebody else had written into it. */
export async function stateFilesIn(host: Host, checkout: string): Promise<string[]> {
  return (await statePathsIn(host, checkout)).flatMap((path) => [path, `${path}.changed`]);
}

function refsOf(path: string): string {
  return `refs/phasewright/driver/${keyOf(path)}`;
}

/** Writes the whole output of a command where agents do not work, and answers with the path. */
export async function keepLog({ host, home, store }: Desk, what: string, text: string): Promise<string> {
  const number = String((await host.files.list(join(home, 'logs')).catch(() => [])).length + 1).padStart(4, '0');
  const path = join(home, 'logs', `${number}-${what}.txt`);
  await host.files.write(path, text);
  await store.happened({ fact: 'log', path });
  return path;
}

import { fail, ok, type Failure, type Result } from '../failure.ts';
import type { Host, Owner } from '../host/host.ts';
import { ownerFromText, ownerToText } from '../host/owner-text.ts';

/** The right of one process to write a file, for as long as it lives: a file beside it, `<path>.lock`, that names the process. */
export interface Lock {
  /** Where the disk refuses that, the lock stays for whoever finds this process dead. */
  release(): Promise<void>;
}

/**
 * Takes the right to write the file at `path`; if a live process has it, that is named. What a dead one has left is
 * removed under a lock of its own, for the lock, so of several that find it only one does, and only if it is still that
 * one's: whoever dies at this leaves a dead lock as well.
 */
export async function takeLock(host: Host, path: string): Promise<Result<Lock>> {
  const lock = lockOf(path);
  const self = ownerToText(await host.processes.self());
  for (let race = 0; race < mostRaces; race++) {
    if (await host.files.create(lock, self))
      return ok({ release: async () => await removeIf(host, lock, self).catch(() => undefined) });
    const text = await host.files.read(lock);
    if (text === undefined) continue;
    const owner = ownerFromText(text);
    if (!owner) return { ok: false, failure: unreadable(path) };
    if (await host.processes.isAlive(owner)) return { ok: false, failure: taken(path, owner) };
    const removing = await takeLock(host, lock);
    if (!removing.ok) return removing;
    await removeIf(host, lock, text);
    await removing.value.release();
  }
  return { ok: false, failure: unreadable(path) };
}

export function lockOf(path: string): string {
  return `${path}.lock`;
}

/** Each lost race is somebody else's win. As many as this are none: what lies there is no lock. */
const mostRaces = 100;

async function removeIf(host: Host, lock: string, text: string): Promise<void> {
  if ((await host.files.read(lock)) === text) await host.files.remove(lock);
}

function taken(path: string, { user, host, pid }: Owner): Failure {
  return fail(
    'claimed',
    `Unexpected second writer of ${path}: ${user}@${host} (process ${pid}) is at it. Nothing was written. Wait until that process has ended, then run the same command again; if its machine is gone for good, remove ${lockOf(path)}.`,
  ).failure;
}

function unreadable(path: string): Failure {
  const lock = lockOf(path);
  return fail(
    'claimed',
    `Unexpected content of ${lock}, expected the name of the process that writes ${path}. Nothing was written. If no phasewright is at work there, remove ${lock}.`,
  ).failure;
}

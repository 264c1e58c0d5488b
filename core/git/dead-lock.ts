import type { Host } from '../host/host.ts';

/** Git holds a lock on a ref for a few milliseconds; one that is there for so many looks is nobody's. */
const looks = 10;
/** Milliseconds between two of them. */
const pause = 100;

/**
 * Waits for a lock on a ref of ours that git has complained of, and removes it if a git that was killed has left it: it stays
 * as it is for a second, and no process has it open. True where the call may be made again.
 */
export async function outlastLock(host: Host, complaint: string): Promise<boolean> {
  const named = /Unable to create '(.+\/refs\/phasewright\/.+\.lock)': File exists/.exec(complaint)?.[1];
  if (named === undefined) return false;
  const path = await host.files.realPath(named);
  const stamp = path && (await host.files.stamp(path));
  if (path === undefined || stamp === undefined) return true;
  for (let look = 0; look < looks; look += 1) {
    if (await host.stopsWithin(pause)) return false;
    if ((await host.files.stamp(path)) !== stamp) return true;
  }
  if ((await host.processes.usersOf(path)).length > 0) return false;
  // Somebody else may have removed it while we looked, and a git have made its own.
  if ((await host.files.stamp(path)) !== stamp) return true;
  await host.files.remove(path);
  return true;
}

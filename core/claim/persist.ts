import type { Host } from '../host/host.ts';
import type { Written } from './held-claim.ts';

/** Milliseconds for which a remote that cannot be reached is tried: what is kept here alone is brought there later. */
const patience = 60_000;
/** Milliseconds between two tries. */
const shortest = 1000;
const longest = 10_000;

/**
 * Writes under a claim until it is known what came of it: a remote that cannot be reached may be there again in a while,
 * and so may room on a disk.
 */
export async function persist(host: Host, write: () => Promise<Written>): Promise<Written> {
  const end = host.clock.monotonic() + patience;
  for (let tries = 0; ; tries += 1) {
    const written = await write();
    if (written.how !== 'unknown' && written.how !== 'unwritten') return written;
    const pause = (1 + host.random()) * Math.min(longest, shortest * 2 ** Math.min(tries, 10));
    if (host.clock.monotonic() + pause > end || (await host.stopsWithin(pause))) return written;
  }
}

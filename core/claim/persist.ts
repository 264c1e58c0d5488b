import type { Host } from '../host/host.ts';
import type { Written } from './held-claim.ts';

/** Milliseconds for which a remote that cannot be reached is tried again, unless somebody says otherwise. */
export const usualPatience = 10 * 60_000;
/** Milliseconds between two tries. */
const shortest = 1000;
const longest = 60_000;

/** Writes under a claim until it is known what came of it: a remote that cannot be reached may be there again in a while. */
export async function persist(host: Host, write: () => Promise<Written>, patience = usualPatience): Promise<Written> {
  const end = host.clock.monotonic() + patience;
  for (let tries = 0; ; tries += 1) {
    const written = await write();
    if (written.how !== 'unknown') return written;
    const pause = (1 + host.random()) * Math.min(longest, shortest * 2 ** Math.min(tries, 10));
    if (host.clock.monotonic() + pause > end || (await host.stopsWithin(pause))) return written;
  }
}

import type { Host } from '../host/host.ts';
import type { HeldClaim, Written } from './held-claim.ts';

/** Of a lease, between two beats: three may be missed. */
const share = 4;
/** Of that, until a beat that did not get through is tried again. */
const sooner = 4;
/** Milliseconds between two looks at the time. */
const tick = 1000;

/** Why a claim may soon not be ours any more, or is not. */
export type Missed = Exclude<Written, { readonly how: 'moved' | 'put-off' }>;

/**
 * Does some work while its claim is kept alive by beats. What keeps one from getting through is told; the work goes on,
 * since whatever it writes in the end is refused when the claim is lost.
 */
export async function beating<T>(
  host: Host,
  claim: HeldClaim,
  tell: (missed: Missed) => void,
  work: () => Promise<T>,
): Promise<T> {
  const done = new AbortController();
  // Nobody waits for the beats: what goes wrong in telling of them goes wrong elsewhere as well.
  beatUntil(host, claim, tell, done.signal).catch(() => undefined);
  try {
    return await work();
  } finally {
    done.abort();
  }
}

async function beatUntil(
  host: Host,
  claim: HeldClaim,
  tell: (missed: Missed) => void,
  done: AbortSignal,
): Promise<void> {
  const every = (claim.lease * 1000) / share;
  let next = host.clock.monotonic() + every;
  // A machine that slept has slept for others too, whatever its own clock has counted.
  let before = host.clock.wall();
  const isDue = (): boolean => host.clock.monotonic() >= next || host.clock.wall() - before > every;
  while (!done.aborted && !(await host.stopsWithin(Math.min(tick, every)))) {
    if (done.aborted || !isDue()) continue;
    before = host.clock.wall();
    // A disk that is full for a moment is no reason to let a claim run out.
    const written = await claim.beat().catch((error: unknown) => ({ how: 'unknown' as const, words: String(error) }));
    next = host.clock.monotonic() + (written.how === 'moved' ? every : every / sooner);
    if (done.aborted || written.how === 'moved' || written.how === 'put-off') continue;
    tell(written);
    if (written.how === 'lost') return;
  }
}

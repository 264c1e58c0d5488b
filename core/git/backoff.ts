import type { Host } from '../host/host.ts';

/** Milliseconds. */
const shortest = 50;
const longest = 2000;

/**
 * Waits before the next of several tries: at random, so that those who have met once do not meet again, and up to twice
 * as long each time. True when the run is stopped meanwhile.
 */
export async function backOff(host: Host, tries: number): Promise<boolean> {
  return await host.stopsWithin(host.random() * Math.min(longest, shortest * 2 ** Math.min(tries, 10)));
}

import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { holding } from '../gate/resource.ts';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';

/** GitHub asks for no more than this to one repository. */
export const politePushes = 6;
/** Of those: what is kept for results. A beat has time, since a lease is several beats long; a late one counts as a result. */
const keptForResults = 2;
/** Milliseconds. */
const minute = 60_000;

const spentSchema = z.object({
  /** Which boot of the machine the times are of. */
  boot: z.string(),
  /** When pushes were made, by the clock that all processes of this boot share. */
  at: z.array(z.number()),
});

export interface PushTurn {
  /** Where the push goes. */
  readonly address: string;
  readonly perMinute: number;
  /** A sign of life that has time is left out when there is no room; anything else waits. */
  readonly isBeat: boolean;
}

/** A file in a repository that nobody else pushes to: there is nobody to be polite to. */
export const ofOneJob = 'of-one-job';

/**
 * Waits until one more push may be made to a remote from this machine, and counts it. False when it may not: a beat has
 * found no room, or the run was stopped meanwhile.
 */
export async function pushTurn(host: Host, turn: PushTurn): Promise<boolean> {
  const { address, perMinute } = turn;
  if (perMinute === Infinity || (isAbsolute(address) && (await host.files.exists(join(address, ofOneJob)))))
    return true;
  for (;;) {
    const wait = await spend(host, turn);
    if (wait === 0) return true;
    if (wait === undefined || turn.isBeat || (await host.stopsWithin(wait))) return false;
  }
}

/** Milliseconds until there may be room, 0 when the push may be made now; undefined when the run was stopped. */
async function spend(host: Host, { address, perMinute, isBeat }: PushTurn): Promise<number | undefined> {
  const name = createHash('sha256').update(address).digest('hex').slice(0, 12);
  const path = join(host.stateFolder, 'pushes', `${name}.json`);
  return await holding(host, `pushes-${name}`, { for: 'a push', note: () => undefined }, async () => {
    const now = host.clock.monotonic();
    const { boot } = await host.processes.self();
    const spent = spentSchema.safeParse(jsonObject((await host.files.read(path)) ?? ''));
    const known = spent.success && spent.data.boot === boot ? spent.data.at : [];
    const recent = known.filter((at) => at <= now && at > now - minute);
    const room = Math.max(1, perMinute - (isBeat ? keptForResults : 0));
    const inTheWay = recent.at(-room);
    if (inTheWay !== undefined) return inTheWay + minute - now;
    await host.files.write(path, JSON.stringify({ boot, at: [...recent, now] }));
    return 0;
  });
}

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';

const sightingSchema = z.object({
  commit: z.string(),
  /** Which boot of the machine `since` is of. */
  boot: z.string(),
  /** When that commit was first seen, by the clock that all processes of this boot share. */
  since: z.number(),
});

/**
 * Milliseconds for which this machine has seen a claim at the same commit, whatever the clocks of other machines say. It
 * is kept in the state folder, so that a later process goes on counting; after a reboot it begins anew. `claim` names it
 * through all its beats.
 */
export async function unchangedFor(host: Host, claim: string, commit: string): Promise<number> {
  const name = createHash('sha256').update(claim).digest('hex').slice(0, 16);
  const path = join(host.stateFolder, 'sightings', `${name}.json`);
  const now = host.clock.monotonic();
  const { boot } = await host.processes.self();
  const known = sightingSchema.safeParse(jsonObject((await host.files.read(path)) ?? ''));
  if (known.success && known.data.commit === commit && known.data.boot === boot && known.data.since <= now)
    return now - known.data.since;
  await host.files.write(path, JSON.stringify({ commit, boot, since: now }));
  return 0;
}

import { fail, ok, type Result } from '../failure.ts';
import { readRemote } from '../git/remote.ts';
import type { Host } from '../host/host.ts';
import type { ClaimText } from './claim-text.ts';
import { claimThere, type Shared } from './shared.ts';
import { standingOf } from './standing.ts';

/**
 * Somebody who is at work on a remote below a folder of claims, and on what; undefined where nobody is: a claim whose lease has
 * run out, or whose owner is seen dead, is nobody's. One that cannot be read may be somebody's.
 */
export async function workerThere(
  host: Host,
  { remote, git }: Shared,
  folder: string,
): Promise<Result<{ readonly ref: string; readonly text: ClaimText } | undefined>> {
  const read = await readRemote(git, remote, [`${folder}*`]);
  if (!read.ok) return read;
  for (const ref of [...read.value.at.keys()].filter((name) => name.startsWith(folder))) {
    const look = await claimThere({ remote, git }, ref);
    if (look.how !== 'seen') return fail('remote', look.words);
    if (!look.found || (await standingOf(host, look.found, { run: '' }, 'remote')).isFree) continue;
    return ok({ ref, text: look.found.text });
  }
  return ok(undefined);
}

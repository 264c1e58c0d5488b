import { pushRefs } from '../git/push.ts';
import type { Host } from '../host/host.ts';
import { claimIn } from './claim-commit.ts';
import { isSameClaim } from './claim-text.ts';
import { claimThere, type Shared } from './shared.ts';

/**
 * Gives back on the remote a claim whose owner here is dead, so that nobody waits for its lease to end. Undefined where
 * that is done, or the claim is not there; else why not.
 */
export async function releaseThere(
  host: Host,
  shared: Shared,
  claim: { readonly ref: string; readonly commit: string },
): Promise<string | undefined> {
  const { remote, git, perMinute } = shared;
  const look = await claimThere(shared, claim.ref);
  if (look.how !== 'seen') return look.words;
  const own = await claimIn(git, claim.commit);
  if (!look.found || !own || !isSameClaim(look.found.text, own)) return undefined;
  const move = { ref: claim.ref, to: undefined, expected: look.found.commit };
  const pushed = await pushRefs(host, git, { remote, perMinute, moves: [move] });
  if (pushed.how === 'moved') return undefined;
  return pushed.how === 'lost' ? 'somebody has taken it over there meanwhile' : pushed.words;
}

import { describeOwner } from '../../claim/claim-text.ts';
import { takeClaim } from '../../claim/take-claim.ts';
import type { Git } from '../../git/git.ts';
import type { Host } from '../../host/host.ts';

/** Works under a claim, and gives it back; or says who holds it. That of a dead run is taken over. */
export async function underClaim(
  host: Host,
  git: Git,
  ref: string,
  work: () => Promise<void>,
): Promise<{ readonly isHeld: true } | { readonly isHeld: false; readonly says: string }> {
  const attempt = await takeClaim(host, git, { ref, run: `doctor-${host.randomId()}` });
  if (attempt.how === 'failed') return { isHeld: false, says: attempt.failure.message };
  if (attempt.how === 'claimed')
    return { isHeld: false, says: `${describeOwner(attempt.by)} has begun to work on it meanwhile` };
  try {
    await work();
  } finally {
    await attempt.claim.end();
  }
  return { isHeld: true };
}

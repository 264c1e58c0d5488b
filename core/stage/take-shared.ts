import { takeClaim, type ClaimAttempt, type WantedClaim } from '../claim/take-claim.ts';
import { sharedOf, type StageContext } from './context.ts';

/**
 * Takes a claim, on the remote as well where the phase is shared. A remote that takes none from here is no reason to stop
 * where nobody has asked for a shared phase: then the claim counts here alone, and that is told.
 */
export async function takeShared(
  context: StageContext,
  stage: string,
  wanted: Pick<WantedClaim, 'ref' | 'key' | 'over'>,
): Promise<ClaimAttempt> {
  const { host, repository, phase, emit } = context;
  const own = { ...wanted, run: phase.run };
  // The phase worktree may not be there yet.
  const git = repository.git.in(phase.checkout);
  const attempt = await takeClaim(host, git, { ...own, shared: sharedOf(context) });
  if (attempt.how !== 'failed' || !attempt.isRefused || phase.options.claims !== 'auto') return attempt;
  emit({ type: 'note', stage, text: `other machines may do the same: ${attempt.failure.message}` });
  return await takeClaim(host, git, own);
}

import type { HeldClaim, Written } from '../claim/held-claim.ts';
import { readRef } from '../git/refs.ts';
import type { StageContext } from './context.ts';

/**
 * Gives a claim back here with a result that counts here alone. On the remote it stays, and is known again by its nonce: so
 * it is kept beside the result, whatever this machine is called by then.
 */
export async function endAlone(
  { repository: { git }, refs }: StageContext,
  claim: HeldClaim,
  made: { readonly stage: string; readonly key: string; readonly to: string },
): Promise<Written> {
  const { stage, key, to } = made;
  const kept = [refs.result(stage, key), refs.kept(stage, key)].map((ref) => ({ ref, to }));
  const under = await readRef(git, claim.ref);
  return await claim.end([...kept, ...(under ? [{ ref: refs.keptUnder(stage, key), to: under }] : [])], 'alone');
}

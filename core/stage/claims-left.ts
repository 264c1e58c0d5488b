import { claimHere } from '../claim/claim-commit.ts';
import type { ClaimText } from '../claim/claim-text.ts';
import { releaseThere } from '../claim/release-there.ts';
import type { Shared } from '../claim/shared.ts';
import { refsBelow } from '../claim/unshared.ts';
import { deleteRef, readRef } from '../git/refs.ts';
import type { StageContext } from './context.ts';

/**
 * Gives claims of this repository back, here and on the remote, that nobody takes over: those of dead owners on what is
 * done, and on the phase as a whole. A run that is killed between the push of a result with the end of its claim and the
 * same here leaves such a one. To be called under the claim on the phase.
 */
export async function giveBackLeft(
  { host, refs, repository: { git } }: StageContext,
  shared: Shared,
  isDone: (stage: string) => boolean,
): Promise<void> {
  const self = await host.processes.self();
  // Of merges nobody knows beforehand which there are.
  const hasResult = async (stage: string, text: ClaimText): Promise<boolean> =>
    text.version === 2 && text.key !== undefined && (await readRef(git, refs.result(stage, text.key))) !== undefined;
  for (const ref of (await refsBelow(git, refs.claim(''))).keys()) {
    const what = ref.slice(refs.claim('').length);
    const found = await claimHere(git, ref);
    if (!found || !(what === 'whole' || isDone(what) || (await hasResult(what, found.text)))) continue;
    if (found.text.owner.host !== self.host || (await host.processes.isAlive(found.text.owner))) continue;
    if ((await releaseThere(host, shared, { ref, commit: found.commit })) === undefined)
      await deleteRef(git, ref, found.commit);
  }
}

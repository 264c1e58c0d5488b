import { refsBelow } from '../claim/unshared.ts';
import type { Git } from '../git/git.ts';
import { setRef, type PhaseRefs } from '../git/refs.ts';
import type { Relay } from './relay.ts';

/**
 * Refs that no machine tells another, and a job has to hand to the next: what was asked and since when, and where we have
 * pushed the branch of a phase to.
 */
function isOwn(ref: string): boolean {
  return /^refs\/phasewright\/[^/]+\/[^/]+\/(?:pushed|asked\/.+)$/.test(ref);
}

/** Lays them where the phase looks for them. */
export async function layOwnNotes(checkout: Git, relay: Relay): Promise<void> {
  const here = await refsBelow(checkout, 'refs/phasewright/');
  for (const [ref, commit] of await refsBelow(relay.git, 'refs/phasewright/'))
    if (isOwn(ref) && here.get(ref) !== commit) await setRef(checkout, ref, commit);
}

/** Takes up those of a phase, as they are now. */
export async function takeOwnNotes(checkout: Git, relay: Relay, refs: PhaseRefs): Promise<void> {
  const own = [...(await refsBelow(checkout, refs.all))].filter(([ref]) => isOwn(ref));
  const lines = own.map(([ref, commit]) => `update ${ref}\0${commit}\0\0`);
  await relay.git.text(['update-ref', '-z', '--stdin'], { input: lines.join('') });
}

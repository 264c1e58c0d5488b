import type { Git } from '../git/git.ts';
import { asideRef, moveRefs, readRef, type LocalMove } from '../git/refs.ts';
import { readRemote } from '../git/remote.ts';
import type { Shared } from './shared.ts';
import { refsBelow } from './unshared.ts';

/** A result of ours that does not count any more: its ref, and what was there. */
export interface GaveWay {
  readonly ref: string;
  readonly commit: string;
}

/** Whether a result is made under the claim on the phase as a whole, and has none of its own. */
export function isOfWhole(ref: string): boolean {
  return /\/result\/(?:breakdown|polish|squash|review)\/[^/]+$/.test(ref);
}

/**
 * Once the claim on the phase was lost, what was made since `before` (ref → commit) counts only where the remote has it:
 * all else would be built on here, while others build on theirs. A remote that cannot be asked is taken to have nothing of
 * it: what it has after all comes back like what others have made.
 */
export async function giveWay(
  { remote, git }: Shared,
  { results, before }: { readonly results: string; readonly before: ReadonlyMap<string, string> },
): Promise<readonly GaveWay[]> {
  const made = [...(await refsBelow(git, results))].filter(([ref, to]) => isOfWhole(ref) && before.get(ref) !== to);
  if (made.length === 0) return [];
  const read = await readRemote(git, remote, [`${results}*`]);
  const there = read.ok ? read.value.at : new Map<string, string>();
  const gaveWay: GaveWay[] = [];
  for (const [ref, commit] of made) {
    if (there.get(ref) === commit) continue;
    const moves = [{ ref, to: undefined, from: commit }, await toKept(git, ref, commit)];
    if (await moveRefs(git, moves)) gaveWay.push({ ref, commit });
  }
  return gaveWay;
}

/** Has a result kept beside whatever was kept before: no ref but this one leads to it. */
export async function toKept(git: Git, result: string, commit: string): Promise<LocalMove> {
  const ref = asideRef(result, commit);
  return { ref, to: commit, from: await readRef(git, ref) };
}

/** For people: which result does not count, and where it is. */
export function describeGaveWay({ ref, commit }: GaveWay): string {
  const [stage] = ref.split('/').slice(-2);
  return `the ${stage} that was made here does not count: another machine has made it, or has the claim on the phase by now. It is kept, with its work, at ${commit.slice(0, 10)} (${asideRef(ref, commit)})`;
}

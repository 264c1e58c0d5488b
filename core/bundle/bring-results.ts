import { fail, ok, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { branchLimits, pushRefs, type RemoteMove } from '../git/push.ts';
import { readRemote } from '../git/remote.ts';
import type { Host } from '../host/host.ts';
import { pushedRef } from './manifest.ts';
import type { OpenedBundle } from './open-bundle.ts';
import { whyForged } from './why-forged.ts';

/** What the remote has from a bundle. */
export interface Brought {
  /** Refs of results, loops and questions that the remote has from it now. */
  readonly brought: readonly string[];
  /** Those that others have moved meanwhile: theirs count. */
  readonly left: readonly string[];
}

/**
 * Brings the results of a checked bundle to the remote, each from exactly where it was, so that any machine can go on from
 * there; lands nothing. If one of what it has is not what its ref says, nothing is brought.
 */
export async function bringResults(
  host: Host,
  git: Git,
  { moves, manifest }: OpenedBundle,
  { remote }: { readonly remote: string },
): Promise<Result<Brought>> {
  // Where the branch was pushed to is brought together with it.
  const own = moves.filter(({ ref }) => ref !== manifest.landing?.ref && ref !== pushedRef(manifest));
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const read = await readRemote(git, remote, ['refs/phasewright/*']);
    if (!read.ok) return read;
    const { at } = read.value;
    const news = own.filter(({ ref, to }) => at.get(ref) !== to);
    // What is there already, others have brought; results count all the same for what lands.
    const looked = moves.filter((one) => news.includes(one) || one.ref.includes('/result/'));
    const forged = await whyForged(git, { manifest, moves: looked });
    if (forged !== undefined) return fail('bundle', `The bundle is refused: ${forged}. Nothing was moved.`);
    const free = news.filter(({ ref, before }) => (at.get(ref) ?? null) === before || !at.has(ref));
    const left = news.filter((one) => !free.includes(one)).map(({ ref }) => ref);
    const wanted: RemoteMove[] = free.map(({ ref, to }) => ({ ref, to, expected: at.get(ref) }));
    if (wanted.length === 0) return ok({ brought: [], left });
    const pushed = await pushRefs(host, git, { remote, moves: wanted, work: branchLimits });
    if (pushed.how === 'moved') return ok({ brought: wanted.map(({ ref }) => ref), left });
    if (pushed.how !== 'lost')
      return fail('remote', `${remote} did not take the results: ${pushed.words}. Run this job again.`);
  }
  return fail('remote', `The results on ${remote} were moved by others each time. Run this job again.`);
}

const mostTries = 5;

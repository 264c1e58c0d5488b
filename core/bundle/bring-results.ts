import { fail, ok, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { branchLimits, pushRefs, type Pushed, type RemoteMove } from '../git/push.ts';
import { readRemote } from '../git/remote.ts';
import type { Host } from '../host/host.ts';
import { pushedRef } from './manifest.ts';
import { oddRefs } from './odd-refs.ts';
import type { OpenedBundle } from './open-bundle.ts';

/** What the remote has from bundles. */
export interface Brought {
  /** Refs of results, loops and questions that the remote has from them now. */
  readonly brought: readonly string[];
  /** Those that others have moved meanwhile, or a bundle before: theirs count. */
  readonly left: readonly string[];
  /** Why a bundle was refused: of what it has, something is not what its ref says. Nothing of it was brought. */
  readonly forged: readonly string[];
  /** What the remote has not taken, in its words. All else is there. */
  readonly notTaken: readonly string[];
}

/**
 * Brings the results of checked bundles to the remote, each from exactly where it was, so that any machine can go on from
 * there; lands nothing. If one of what a bundle has is not what its ref says, nothing of that one is brought.
 */
export async function bringResults(
  host: Host,
  git: Git,
  bundles: readonly OpenedBundle[],
  { remote }: { readonly remote: string },
): Promise<Result<Brought>> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const read = await readRemote(git, remote, ['refs/phasewright/*']);
    if (!read.ok) return read;
    const { wanted, left, forged } = await wantedOf(git, bundles, read.value.at);
    const told = { left, forged, notTaken: [] };
    if (wanted.length === 0) return ok({ brought: [], ...told });
    const pushed = await pushRefs(host, git, { remote, moves: wanted, work: branchLimits });
    if (pushed.how === 'moved') return ok({ brought: wanted.map(({ ref }) => ref), ...told });
    if (pushed.how === 'refused') {
      const { brought, notTaken } = await pushApart(host, git, { remote, wanted, pushed });
      if (brought.length > 0) return ok({ ...told, brought, notTaken });
    }
    if (pushed.how !== 'lost')
      return fail('remote', `${remote} did not take the results: ${pushed.words}. Run this job again.`);
  }
  return fail('remote', `The results on ${remote} were moved by others each time. Run this job again.`);
}

const mostTries = 5;

async function wantedOf(
  git: Git,
  bundles: readonly OpenedBundle[],
  at: ReadonlyMap<string, string>,
): Promise<{ readonly wanted: RemoteMove[] } & Pick<Brought, 'left' | 'forged'>> {
  const wanted = new Map<string, RemoteMove>();
  const left = new Set<string>();
  const forged: string[] = [];
  for (const { folder, manifest, moves } of bundles) {
    // Where the branch was pushed to is brought together with it.
    const own = moves.filter(({ ref }) => ref !== manifest.landing?.ref && ref !== pushedRef(manifest));
    const news = own.filter(({ ref, to }) => at.get(ref) !== to);
    // What is there already, others have brought; results count all the same for what lands.
    const looked = moves.filter((one) => news.includes(one) || one.ref.includes('/result/'));
    const [odd] = await oddRefs(git, { manifest, moves: looked });
    if (odd !== undefined) {
      forged.push(`The bundle ${folder} is refused: ${odd.ref} ${odd.why}. Nothing of it was moved.`);
      continue;
    }
    for (const { ref, to, before } of news) {
      const there = at.get(ref);
      const first = wanted.get(ref);
      const isFree = first === undefined ? there === undefined || there === before : first.to === to;
      if (isFree) wanted.set(ref, { ref, to, expected: there });
      else left.add(ref);
    }
  }
  return { wanted: [...wanted.values()], left: [...left], forged };
}

/**
 * No ref that a remote does not take keeps others from it: those that it names as the reason are left out; where it names
 * none, or all, each half is pushed by itself.
 */
async function pushApart(
  host: Host,
  git: Git,
  about: {
    readonly remote: string;
    readonly wanted: readonly RemoteMove[];
    readonly pushed: Extract<Pushed, { how: 'refused' }>;
  },
): Promise<Pick<Brought, 'brought' | 'notTaken'>> {
  const { remote, wanted, pushed } = about;
  const brought: string[] = [];
  const notTaken: string[] = [];
  let refusals = 0;
  await apart(wanted, pushed);
  return { brought, notTaken };

  async function push(moves: readonly RemoteMove[]): Promise<void> {
    const again = await pushRefs(host, git, { remote, moves, work: branchLimits });
    if (again.how === 'moved') brought.push(...moves.map(({ ref }) => ref));
    else if (again.how === 'refused') await apart(moves, again);
    else tell(moves, 'words' in again ? again.words : 'somebody else has moved one of them');
  }

  async function apart(moves: readonly RemoteMove[], { words, refs }: typeof pushed): Promise<void> {
    refusals += 1;
    const guilty = new Set(refs);
    // Who is not let in at all is asked no more.
    if (refs === undefined || moves.length === 1 || refusals > mostRefusals) return tell(moves, words);
    if (guilty.size > 0 && guilty.size < moves.length) {
      tell(
        moves.filter(({ ref }) => guilty.has(ref)),
        words,
      );
      return await push(moves.filter(({ ref }) => !guilty.has(ref)));
    }
    const half = Math.ceil(moves.length / 2);
    await push(moves.slice(0, half));
    await push(moves.slice(half));
  }

  function tell(moves: readonly RemoteMove[], why: string): void {
    notTaken.push(`${moves.map(({ ref }) => ref).join(', ')}: ${why}`);
  }
}

/** Some minutes, at as many pushes in a minute as may go to one remote. */
const mostRefusals = 32;

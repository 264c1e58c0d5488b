import { fail, type Failure } from '../failure.ts';
import { backOff } from '../git/backoff.ts';
import type { Git } from '../git/git.ts';
import { pushRefs } from '../git/push.ts';
import { deleteRef, writeRefs, type MovedHere } from '../git/refs.ts';
import type { Host } from '../host/host.ts';
import { claimCommit, claimHere, type FoundClaim } from './claim-commit.ts';
import type { ClaimText, LeasedText } from './claim-text.ts';
import { heldClaim, type HeldClaim } from './held-claim.ts';
import { claimThere, type Shared } from './shared.ts';
import { standingOf, type Observer } from './standing.ts';

export interface WantedClaim extends Observer {
  readonly ref: string;
  /** Of the result that is made under it, or how that begins: claims are on stages, and those may make several. */
  readonly key?: string | undefined;
  /** Seconds for which it is to hold without a new beat; default `usualLease`. */
  readonly lease?: number | undefined;
  /** Where the claim counts beside this repository. */
  readonly shared?: Shared | undefined;
  /** Whether others have done there meanwhile what it is for: asked when it comes to the remote only with a beat. */
  readonly isDone?: (() => Promise<boolean>) | undefined;
}

export type ClaimAttempt =
  /** `note` says why it is not on the remote yet. */
  | { readonly how: 'held'; readonly claim: HeldClaim; readonly takenOverFrom?: ClaimText; readonly note?: string }
  /** `endsIn` as in `Standing`. */
  | { readonly how: 'claimed'; readonly by: ClaimText; readonly endsIn: number | undefined }
  /** `isRefused`: the remote takes no claims from here, whoever has them. */
  | { readonly how: 'failed'; readonly failure: Failure; readonly isRefused?: true };

/** Seconds: a worker that is lost holds up its task for so long. */
export const usualLease = 1200;
/** Each lost race is somebody else's win. */
const mostTries = 20;
/** A lock or a full disk may be gone in a moment. */
const mostUnwritten = 3;

/**
 * Takes a claim if it is free, or if its owner is gone, by compare-and-swap: first here, then on the remote. One of
 * several wins, and who loses looks anew who has it. Where the remote cannot be reached the claim is held here alone, and
 * is taken there with its next beat.
 */
export async function takeClaim(host: Host, git: Git, wanted: WantedClaim): Promise<ClaimAttempt> {
  const { ref, run, key, shared, isDone, lease = usualLease } = wanted;
  const mine = {
    version: 2 as const,
    nonce: host.randomId(),
    run,
    owner: await host.processes.self(),
    since: new Date(host.clock.wall()).toISOString(),
    lease,
    beat: 0,
    ...(key === undefined ? {} : { key }),
  };
  const isMine = (found: FoundClaim | undefined): boolean => found?.text.nonce === mine.nonce;
  const giveBack = async (here: FoundClaim | undefined): Promise<void> => {
    if (here && isMine(here)) await deleteRef(git, ref, here.commit);
  };
  let before: ClaimText | undefined;
  let unwritten = 0;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const here = await claimHere(git, ref);
    let isCopy = false;
    if (here && !isMine(here)) {
      const standing = await standingOf(host, here, wanted, 'here');
      // What another machine has left here is a copy of what the remote has, and counts as long as that does.
      isCopy = shared !== undefined && !standing.isFree && standing.endsIn === undefined && here.text.version === 2;
      if (!standing.isFree && !isCopy) return { how: 'claimed', by: here.text, endsIn: standing.endsIn };
      before ??= here.text;
    }
    const there = shared ? await claimThere(shared, ref) : { how: 'seen' as const, found: undefined };
    if (here && isCopy && there.how === 'unreachable') return { how: 'claimed', by: here.text, endsIn: undefined };
    if (there.how === 'refused' || there.how === 'unreadable') {
      await giveBack(here);
      const { failure } = fail('remote', there.words);
      return { how: 'failed', failure, ...(there.how === 'refused' && { isRefused: true }) };
    }
    const found = there.how === 'seen' ? there.found : undefined;
    if (found && !isMine(found)) {
      const standing = await standingOf(host, found, wanted, 'remote');
      if (!standing.isFree) {
        await giveBack(here);
        return { how: 'claimed', by: found.text, endsIn: standing.endsIn };
      }
      before ??= found.text;
    }
    const next = await moveHere(git, { ref, mine, here, there: found });
    if (next.how === 'unwritten') {
      if ((unwritten += 1) === mostUnwritten) return { how: 'failed', failure: cannotWrite(ref, next.words) };
    }
    if (next.how === 'moved') {
      const takenOver = before && { takenOverFrom: before };
      const held = { ref, text: next.text, here: next.commit, shared, isDone };
      if (!shared) return { how: 'held', claim: heldClaim(host, git, held), ...takenOver };
      const alone = { how: 'held' as const, claim: heldClaim(host, git, held), ...takenOver };
      if (there.how === 'unreachable') return { ...alone, note: there.words };
      const pushed = await pushThere(host, shared, { ref, to: next.commit, expected: found?.commit });
      switch (pushed.how) {
        case 'moved':
          return { how: 'held', claim: heldClaim(host, git, { ...held, there: next.commit }), ...takenOver };
        case 'unknown':
          return { ...alone, note: pushed.words };
        case 'refused':
          await giveBack(next);
          return {
            how: 'failed',
            failure: fail('remote', refusal(shared, ref, pushed.words)).failure,
            isRefused: true,
          };
        case 'put-off':
          await giveBack(next);
          return { how: 'failed', failure: fail('stopped', 'The run was stopped.').failure };
        case 'lost':
      }
    }
    if (await backOff(host, tries)) {
      if (next.how === 'moved') await giveBack(next);
      return { how: 'failed', failure: fail('stopped', 'The run was stopped.').failure };
    }
  }
  if (shared)
    return {
      how: 'failed',
      failure: fail('remote', `${ref} of ${shared.remote} was moved by others each time.`).failure,
    };
  const moved = `Other runs in this repository moved it ${mostTries} times`;
  return { how: 'failed', failure: cannotWrite(ref, moved) };
}

function cannotWrite(ref: string, words: string): Failure {
  const message = `The claim ${ref} cannot be written in this repository: ${words}. Mend that, and run again.`;
  return fail('disk', message).failure;
}

/** The claim as it stands here now, with an epoch above all others. */
async function moveHere(
  git: Git,
  about: {
    readonly ref: string;
    readonly mine: Omit<LeasedText, 'epoch'>;
    readonly here: FoundClaim | undefined;
    readonly there: FoundClaim | undefined;
  },
): Promise<(FoundClaim & { how: 'moved'; text: LeasedText }) | Exclude<MovedHere, { how: 'moved' }>> {
  const { ref, mine, here, there } = about;
  const epochThere = there && there.text.nonce !== mine.nonce ? there.text.epoch : 0;
  if (here?.text.nonce === mine.nonce && here.text.epoch > epochThere)
    return { how: 'moved', commit: here.commit, text: { ...mine, epoch: here.text.epoch } };
  const text = { ...mine, epoch: Math.max(here?.text.epoch ?? 0, epochThere) + 1 };
  const commit = await claimCommit(git, text);
  const moved = await writeRefs(git, [{ ref, to: commit, from: here?.commit }]);
  return moved.how === 'moved' ? { how: 'moved', commit, text } : moved;
}

async function pushThere(
  host: Host,
  { remote, git, perMinute }: Shared,
  move: { readonly ref: string; readonly to: string; readonly expected: string | undefined },
) {
  return move.to === move.expected
    ? { how: 'moved' as const }
    : await pushRefs(host, git, { remote, perMinute, moves: [move] });
}

function refusal({ remote }: Shared, ref: string, words: string): string {
  return `${remote} does not take the claim ${ref}: ${words}. Allow pushes to refs/phasewright/ there, or set option "claims" to "off": claims then count in this repository alone.`;
}

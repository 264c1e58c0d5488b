import type { Host } from '../host/host.ts';
import type { Git } from '../git/git.ts';
import { pushRefs, type Pushed } from '../git/push.ts';
import { moveRefs, readRef } from '../git/refs.ts';
import { claimCommit } from './claim-commit.ts';
import { isSameClaim, type ClaimText, type LeasedText } from './claim-text.ts';
import { claimThere, type Shared } from './shared.ts';

/** What came of a write under a claim: `lost` means that somebody else has the claim by now, or has written before. */
export type Written = Exclude<Pushed, { how: 'lost' }> | { readonly how: 'lost'; readonly by?: ClaimText };

/** A ref that is written under a claim. */
export interface ClaimedMove {
  readonly ref: string;
  /** Undefined: it is removed. */
  readonly to: string | undefined;
  /** Where the remote has it; undefined: nowhere. */
  readonly expected?: string | undefined;
}

/**
 * A claim that this process holds. Whatever it writes moves the claim's own ref in the same transaction, here and on the
 * remote: who has lost the claim is refused there, however late the write comes.
 */
export interface HeldClaim {
  readonly ref: string;
  readonly epoch: number;
  /** Seconds. */
  readonly lease: number;
  /** Whether nobody here has taken it over. */
  isOurs(): Promise<boolean>;
  /** A sign of life. */
  beat(): Promise<Written>;
  /** Writes the result of the work and gives the claim back with it; without a result it is just given back. */
  end(moves?: readonly ClaimedMove[]): Promise<Written>;
}

export interface Held {
  readonly ref: string;
  readonly text: LeasedText;
  /** The commit behind the ref here; on the remote, where there is one and it is known to have the claim. */
  readonly here: string;
  readonly there?: string | undefined;
  readonly shared?: Shared | undefined;
}

export function heldClaim(host: Host, git: Git, held: Held): HeldClaim {
  const { ref, shared } = held;
  let { text, here, there } = held;
  let isOver = false;
  let last: Promise<unknown> = Promise.resolve();
  /** A beat may be on its way while the work ends. */
  const oneByOne = async <T>(act: () => Promise<T>): Promise<T> => {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return await turn;
  };

  /** Moves the claim on the remote from where it is known to be to `to`. */
  const writeThere = async (
    { remote, git: remoteGit, perMinute }: Shared,
    to: string | undefined,
    { moves = [], isBeat = false }: { readonly moves?: readonly ClaimedMove[]; readonly isBeat?: boolean },
  ): Promise<Written> => {
    for (;;) {
      const pushed = await pushRefs(host, remoteGit, {
        remote,
        perMinute,
        isBeat,
        moves: [
          ...moves.map(({ expected, ...move }) => ({ ...move, expected })),
          // What the remote does not have yet cannot be given back.
          ...(to === there ? [] : [{ ref, to, expected: there }]),
        ],
      });
      if (pushed.how === 'moved') there = to;
      if (pushed.how !== 'lost') return pushed;
      const now = await claimThere({ remote, git: remoteGit }, ref);
      if (now.how !== 'seen') return { how: 'unknown', words: now.words };
      const isOurs = now.found !== undefined && isSameClaim(now.found.text, text);
      if (!isOurs) return { how: 'lost', ...(now.found && { by: now.found.text }) };
      if (now.found.commit === there) {
        // The claim is where it was, so a result is there already: nothing is left to be claimed.
        const given = { ref, to: undefined, expected: there };
        await pushRefs(host, remoteGit, { remote, perMinute, moves: [given] });
        return { how: 'lost' };
      }
      // A push of ours whose outcome was unknown has landed.
      there = now.found.commit;
    }
  };

  const writeHere = async (to: string | undefined, moves: readonly ClaimedMove[]): Promise<Written> => {
    const found = await Promise.all(moves.map(async (move) => ({ ...move, from: await readRef(git, move.ref) })));
    const beside = found.filter((move) => move.to !== undefined || move.from !== undefined);
    if (await moveRefs(git, [...beside, { ref, to, from: here }])) {
      here = to ?? '';
      return { how: 'moved' };
    }
    return { how: 'lost' };
  };

  const beat = async (): Promise<Written> => {
    const next = { ...text, beat: text.beat + 1 };
    const commit = await claimCommit(git, next);
    const written = await writeHere(commit, []);
    if (written.how !== 'moved') return written;
    text = next;
    return shared ? await writeThere(shared, commit, { isBeat: true }) : written;
  };

  const end = async (moves: readonly ClaimedMove[]): Promise<Written> => {
    if (shared && there === undefined && moves.length > 0) {
      // The claim was taken while the remote could not be reached: nothing is written there without it.
      const taken = await writeThere(shared, here, {});
      if (taken.how !== 'moved') return taken;
    }
    const isThere = shared !== undefined && (there !== undefined || moves.length > 0);
    const written: Written = isThere ? await writeThere(shared, undefined, { moves }) : { how: 'moved' };
    if (written.how !== 'moved' && written.how !== 'lost' && moves.length > 0) return written;
    if (written.how === 'lost') {
      await writeHere(undefined, []);
      return written;
    }
    const writtenHere = await writeHere(undefined, moves);
    return written.how === 'moved' ? writtenHere : written;
  };

  const underClaim = async (act: () => Promise<Written>): Promise<Written> =>
    await oneByOne(async () => {
      if (isOver) return { how: 'lost' };
      const written = await act();
      isOver = written.how === 'lost' || here === '';
      return written;
    });

  return {
    ref,
    epoch: text.epoch,
    lease: text.lease,
    isOurs: async () => await oneByOne(async () => !isOver && (await readRef(git, ref)) === here),
    beat: async () => await underClaim(beat),
    end: async (moves = []) => await underClaim(async () => await end(moves)),
  };
}

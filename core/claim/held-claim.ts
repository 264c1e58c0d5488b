import type { Host } from '../host/host.ts';
import type { Git } from '../git/git.ts';
import type { Pushed, RemoteMove } from '../git/push.ts';
import { readRef, writeRefs, type MovedHere } from '../git/refs.ts';
import { claimCommit } from './claim-commit.ts';
import { claimOnRemote, type ClaimOnRemote } from './claim-on-remote.ts';
import type { ClaimText, LeasedText } from './claim-text.ts';
import type { Shared } from './shared.ts';

/**
 * What came of a write under a claim: `lost` means that somebody else has the claim by now, or has written before;
 * `unwritten` that this repository could not be written, `refused` and `unknown` that the remote is to blame.
 */
export type Written = Exclude<Pushed | MovedHere, { how: 'lost' }> | { readonly how: 'lost'; readonly by?: ClaimText };

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
  /** Whether nobody is known to have taken it over, here or on the remote; one that cannot be asked says nothing. */
  isOurs(): Promise<boolean>;
  /**
   * Moves a branch of the remote together with the claim: whoever has lost the claim moves nothing, however late. `lost`
   * where either is elsewhere; the claim stays held. Absent where the claim is this repository's alone.
   */
  readonly carry?: (branch: RemoteMove) => Promise<Pushed>;
  /** A sign of life. */
  beat(): Promise<Written>;
  /**
   * Writes the result of the work and gives the claim back with it; without a result it is just given back. `alone`: in
   * this repository only; on the remote the claim stays until its lease has run out, or its run takes it again.
   */
  end(moves?: readonly ClaimedMove[], where?: 'alone'): Promise<Written>;
}

export interface Held {
  readonly ref: string;
  readonly text: LeasedText;
  /** The commit behind the ref here; on the remote, where there is one and it is known to have the claim. */
  readonly here: string;
  readonly there?: string | undefined;
  readonly shared?: Shared | undefined;
  /** As in `WantedClaim`. */
  readonly isDone?: (() => Promise<boolean>) | undefined;
}

export function heldClaim(host: Host, git: Git, held: Held): HeldClaim {
  const { ref, shared } = held;
  let { text, here } = held;
  const there = shared && claimOnRemote(host, shared, { ref, text, at: held.there });
  let isOver = false;
  /** Where this repository could not be written then, the rest is still to be done. */
  let isEndedThere = false;
  let last: Promise<unknown> = Promise.resolve();
  /** A beat may be on its way while the work ends. */
  const oneByOne = async <T>(act: () => Promise<T>): Promise<T> => {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return await turn;
  };

  const writeHere = async (to: string | undefined, moves: readonly ClaimedMove[]): Promise<Written> => {
    const found = await Promise.all(moves.map(async (move) => ({ ...move, from: await readRef(git, move.ref) })));
    const beside = found.filter((move) => move.to !== undefined || move.from !== undefined);
    const written = await writeRefs(git, [...beside, { ref, to, from: here }]);
    if (written.how === 'moved') here = to ?? '';
    return written;
  };

  const beat = async (): Promise<Written> => {
    const next = { ...text, beat: text.beat + 1 };
    const commit = await claimCommit(git, next);
    const written = await writeHere(commit, []);
    if (written.how !== 'moved') return written;
    text = next;
    if (!there) return written;
    const isLate = there.at === undefined;
    const beaten = await there.beat(commit);
    if (!isLate || beaten.how !== 'moved' || !(await held.isDone?.())) return beaten;
    // Nobody needs it any more, and nobody is to wait for its end.
    await there.write(undefined);
    return { how: 'lost' };
  };

  const carry = async (remote: ClaimOnRemote, branch: RemoteMove): Promise<Pushed> => {
    const renewed: Written = remote.isDue ? await beat() : { how: 'moved' };
    if (renewed.how !== 'moved' && renewed.how !== 'put-off') return toPush(renewed);
    const next = { ...text, beat: text.beat + 1 };
    const commit = await claimCommit(git, next);
    const written = await writeHere(commit, []);
    if (written.how !== 'moved') return toPush(written);
    text = next;
    return toPush(await remote.carry(commit, branch));
  };

  const endThere = async (remote: ClaimOnRemote, moves: readonly ClaimedMove[]): Promise<Written> => {
    if (remote.at === undefined && moves.length === 0) return { how: 'moved' };
    // A claim that was taken while the remote could not be reached: nothing is written there without it.
    const taken: Written = remote.at === undefined ? await remote.write(here) : { how: 'moved' };
    if (taken.how !== 'moved') return taken;
    const isWork = moves.some(({ to }) => to !== undefined);
    // A beat that is put off says nothing of whose the claim is: the write itself does.
    const written = isWork && remote.isDue ? await beat() : taken;
    return written.how === 'moved' || written.how === 'put-off' ? await remote.write(undefined, moves) : written;
  };

  const end = async (moves: readonly ClaimedMove[]): Promise<Written> => {
    if (there && !isEndedThere) {
      const written = await endThere(there, moves);
      if (written.how === 'moved') isEndedThere = true;
      else {
        // What others may never see does not count here either, until somebody says so.
        if (written.how === 'lost' || moves.length === 0) await writeHere(undefined, []);
        return written;
      }
    }
    return await writeHere(undefined, moves);
  };

  const underClaim = async (act: () => Promise<Written>, onceGivenBack: Written): Promise<Written> =>
    await oneByOne(async () => {
      if (isOver) return here === '' ? onceGivenBack : { how: 'lost' };
      const written = await act();
      isOver = written.how === 'lost' || here === '';
      return written;
    });

  return {
    ref,
    epoch: text.epoch,
    lease: text.lease,
    isOurs: async () =>
      await oneByOne(async () => {
        const isOursHere = !isOver && (await readRef(git, ref)) === here;
        return isOursHere && (!there || (await there.isOurs(here)));
      }),
    ...(there && {
      carry: async (branch: RemoteMove) =>
        await oneByOne(async (): Promise<Pushed> => (isOver ? { how: 'lost' } : await carry(there, branch))),
    }),
    // It may have been on its way while the claim was given back.
    beat: async () => await underClaim(beat, { how: 'moved' }),
    end: async (moves = [], where) =>
      await underClaim(async () => await (where === 'alone' ? writeHere(undefined, moves) : end(moves)), {
        how: 'lost',
      }),
  };
}

function toPush(written: Written): Pushed {
  return written.how === 'unwritten' ? { ...written, how: 'refused' } : written;
}

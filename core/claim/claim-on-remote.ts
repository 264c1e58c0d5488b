import type { Host } from '../host/host.ts';
import {
  branchLimits,
  pushRefs,
  resultSilence,
  type Pushed,
  type Pushing,
  type RemoteMove,
  type Work,
} from '../git/push.ts';
import { isSameClaim, type LeasedText } from './claim-text.ts';
import type { ClaimedMove, Written } from './held-claim.ts';
import { claimThere, type Shared } from './shared.ts';

/** A claim that this process holds, as a remote has it. */
export interface ClaimOnRemote {
  /** Where it is known to be; undefined: it has never come there. */
  readonly at: string | undefined;
  /** Whether it has had no sign of life there for so long that none may be left out: before a push that takes its time. */
  readonly isDue: boolean;
  /** Moves it to `to`, or removes it, and the other refs with it. What the remote does not have yet is not given back. */
  write(to: string | undefined, moves?: readonly ClaimedMove[]): Promise<Written>;
  /**
   * Moves a branch of the remote, with a sign of life of the claim in the same push. `lost` where either is elsewhere; then
   * the claim stays what it is. One that has never come there carries nothing.
   */
  carry(to: string, branch: RemoteMove): Promise<Written>;
  /** Moves it as a sign of life: that gives way to other pushes until half of the lease has gone by without any. */
  beat(to: string): Promise<Written>;
  /**
   * Whether the remote still has it; a claim that has never come there is taken there first, as `here`. Of a remote that
   * cannot be asked nothing is known to have been taken over; what is moved there goes with `carry`.
   */
  isOurs(here: string): Promise<boolean>;
}

/** Of a lease, what is left when a push has to end: where it has failed the remote is asked what came of it. */
const margin = 16;

type How = Pick<Pushing, 'isBeat' | 'work'>;

export function claimOnRemote(
  host: Host,
  { remote, git, perMinute }: Shared,
  claim: { readonly ref: string; readonly text: LeasedText; readonly at: string | undefined },
): ClaimOnRemote {
  const { ref, text } = claim;
  let { at } = claim;
  const lease = text.lease * 1000;
  /** When the remote was last known to have it. */
  let seen = host.clock.monotonic();
  const age = (): number => host.clock.monotonic() - seen;
  /** There are no beats meanwhile: a push ends some time before others may take the claim over. */
  const work = (): Work => ({ silenceLimit: resultSilence, timeLimit: lease - lease / margin - age() });

  /** After a push that has lost: whose the claim is now, and where it is. */
  const whose = async (): Promise<{ readonly how: 'ours'; readonly at: string } | Written> => {
    const now = await claimThere({ remote, git }, ref);
    if (now.how !== 'seen') return { how: 'unknown', words: now.words };
    const isOurs = now.found !== undefined && isSameClaim(now.found.text, text);
    return isOurs
      ? { how: 'ours', at: now.found?.commit ?? '' }
      : { how: 'lost', ...(now.found && { by: now.found.text }) };
  };

  const pushed = async (to: string | undefined, moves: readonly RemoteMove[], how: How): Promise<Pushed> => {
    const own = to === at ? [] : [{ ref, to, expected: at }];
    const came = await pushRefs(host, git, { remote, perMinute, ...how, moves: [...moves, ...own] });
    if (came.how === 'moved') {
      at = to;
      seen = host.clock.monotonic();
    }
    return came;
  };

  const push = async (to: string | undefined, moves: readonly ClaimedMove[], how: How = {}): Promise<Written> => {
    for (;;) {
      const came = await pushed(
        to,
        moves.map(({ expected, ...move }) => ({ ...move, expected })),
        how,
      );
      if (came.how !== 'lost') return came;
      const now = await whose();
      if (now.how !== 'ours') return now;
      if (now.at === at) {
        // The claim is where it was, so a result is there already: nothing is left to be claimed.
        const given = { ref, to: undefined, expected: at };
        await pushRefs(host, git, { remote, perMinute, moves: [given] });
        return { how: 'lost' };
      }
      // A push of ours whose outcome was unknown has landed.
      at = now.at;
    }
  };

  const notThereYet = (): Written => ({ how: 'unknown', words: `the claim ${ref} has not come to ${remote} yet` });

  const carry = async (to: string, branch: RemoteMove): Promise<Written> => {
    // To take it with the branch would say nothing of what others have done meanwhile.
    if (at === undefined) return notThereYet();
    for (;;) {
      const came = await pushed(to, [branch], { work: { ...branchLimits, timeLimit: work().timeLimit } });
      if (came.how !== 'lost') return came;
      const now = await whose();
      if (now.how !== 'ours') return now;
      if (now.at === at) return { how: 'lost' };
      at = now.at;
    }
  };

  return {
    get at() {
      return at;
    },
    get isDue() {
      return at !== undefined && age() > lease / 4;
    },
    write: async (to, moves = []) => {
      // Without the claim in the same push nothing would keep it from coming too late.
      if (at === undefined && to === undefined && moves.length > 0) return notThereYet();
      return await push(to, moves, moves.some((move) => move.to !== undefined) ? { work: work() } : {});
    },
    carry,
    beat: async (to) => await push(to, [], { isBeat: age() < lease / 2 }),
    isOurs: async (here) => {
      const found = at === undefined ? await push(here, []) : await claimThere({ remote, git }, ref);
      if (found.how === 'moved') return true;
      if (found.how === 'lost') return false;
      return found.how !== 'seen' || (found.found !== undefined && isSameClaim(found.found.text, text));
    },
  };
}

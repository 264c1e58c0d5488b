import type { Host } from '../host/host.ts';
import { pushRefs } from '../git/push.ts';
import { isSameClaim, type LeasedText } from './claim-text.ts';
import type { ClaimedMove, Written } from './held-claim.ts';
import { claimThere, type Shared } from './shared.ts';

/** A claim that this process holds, as a remote has it. */
export interface ClaimOnRemote {
  /** Where it is known to be; undefined: it has never come there. */
  readonly at: string | undefined;
  /** Moves it to `to`, or removes it, and the other refs with it. What the remote does not have yet is not given back. */
  write(to: string | undefined, moves?: readonly ClaimedMove[]): Promise<Written>;
  /** Moves it as a sign of life: that gives way to other pushes until half of the lease has gone by without any. */
  beat(to: string): Promise<Written>;
  /**
   * Whether the remote still has it; a claim that has never come there is taken there first, as `here`. Who cannot ask
   * has it for as long as the lease runs: nobody takes it over before.
   */
  isOurs(here: string): Promise<boolean>;
}

export function claimOnRemote(
  host: Host,
  { remote, git, perMinute }: Shared,
  claim: { readonly ref: string; readonly text: LeasedText; readonly at: string | undefined },
): ClaimOnRemote {
  const { ref, text } = claim;
  let { at } = claim;
  /** When the remote was last known to have it. */
  let seen = host.clock.monotonic();

  const push = async (to: string | undefined, moves: readonly ClaimedMove[], isBeat: boolean): Promise<Written> => {
    for (;;) {
      const own = to === at ? [] : [{ ref, to, expected: at }];
      const others = moves.map(({ expected, ...move }) => ({ ...move, expected }));
      const pushed = await pushRefs(host, git, { remote, perMinute, isBeat, moves: [...others, ...own] });
      if (pushed.how === 'moved') {
        at = to;
        seen = host.clock.monotonic();
      }
      if (pushed.how !== 'lost') return pushed;
      const now = await claimThere({ remote, git }, ref);
      if (now.how !== 'seen') return { how: 'unknown', words: now.words };
      const isOurs = now.found !== undefined && isSameClaim(now.found.text, text);
      if (!isOurs) return { how: 'lost', ...(now.found && { by: now.found.text }) };
      if (now.found.commit === at) {
        // The claim is where it was, so a result is there already: nothing is left to be claimed.
        const given = { ref, to: undefined, expected: at };
        await pushRefs(host, git, { remote, perMinute, moves: [given] });
        return { how: 'lost' };
      }
      // A push of ours whose outcome was unknown has landed.
      at = now.found.commit;
    }
  };

  return {
    get at() {
      return at;
    },
    write: async (to, moves = []) => await push(to, moves, false),
    beat: async (to) => await push(to, [], host.clock.monotonic() - seen < (text.lease * 1000) / 2),
    isOurs: async (here) => {
      const found = at === undefined ? await push(here, [], false) : await claimThere({ remote, git }, ref);
      if (found.how === 'moved') return true;
      if (found.how === 'lost') return false;
      if (found.how === 'seen') return found.found !== undefined && isSameClaim(found.found.text, text);
      return host.clock.monotonic() - seen < text.lease * 1000;
    },
  };
}

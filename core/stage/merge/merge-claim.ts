import { beating, type Missed } from '../../claim/beating.ts';
import { describeOwner, type ClaimText } from '../../claim/claim-text.ts';
import type { HeldClaim } from '../../claim/held-claim.ts';
import { releaseByHand } from '../../claim/release-by-hand.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { readRef } from '../../git/refs.ts';
import type { StageContext } from '../context.ts';
import { takeShared } from '../take-shared.ts';

/** Milliseconds between two looks at whose turn it is. */
const pause = 10_000;

/**
 * Does something about the conflicts of a merge while no other machine does. `known` looks for what others have made of
 * them meanwhile, and goes before. Where the claim was lost to somebody else `act` answers with undefined, and it is theirs to be had. A merge is one turn, and its stage cannot go on without it: so it is waited for in place.
 */
export async function underMergeClaim<T>(
  context: StageContext,
  { stage, key }: { readonly stage: string; readonly key: string },
  about: {
    readonly known: () => Promise<T | undefined>;
    readonly act: (claim: HeldClaim, lost: AbortSignal) => Promise<T | undefined>;
  },
): Promise<Result<T>> {
  const { host, refs, emit } = context;
  const { known, act } = about;
  const note = (text: string): void => emit({ type: 'note', stage, text });
  let isTold = false;
  for (;;) {
    const made = await known();
    // A run that was killed behind the push of its merge has left its claim here.
    if (made !== undefined && !(await isClaimedHere(context, stage))) return ok(made);
    const attempt = await takeShared(context, stage, { ref: refs.claim(stage), key });
    if (attempt.how === 'failed') return { ok: false, failure: attempt.failure };
    if (attempt.how === 'held') {
      const { claim } = attempt;
      if (attempt.note !== undefined) note(`the claim is not on the remote yet: ${attempt.note}`);
      const lost = new AbortController();
      const missed = (by: Missed): void => {
        if (by.how === 'lost') lost.abort();
        note(`the claim is not renewed: ${'words' in by ? by.words : 'another machine has it by now'}`);
      };
      const acting = async () => await beating(host, claim, missed, async () => await act(claim, lost.signal));
      try {
        const done = made ?? (await known()) ?? (await acting());
        if (done !== undefined) return ok(done);
      } finally {
        await claim.end();
      }
      continue;
    }
    if (made !== undefined) return ok(made);
    if (attempt.endsIn === undefined) return fail('claimed', neverEnding(context, attempt.by, refs.claim(stage)));
    if (!isTold)
      note(`waits for ${describeOwner(attempt.by)}, who resolves these conflicts or others of the same task`);
    isTold = true;
    if (await host.stopsWithin(pause)) return fail('stopped', 'The run was stopped while it waited for a merge.');
  }
}

export async function isClaimedHere({ repository, refs }: StageContext, stage: string): Promise<boolean> {
  return (await readRef(repository.git, refs.claim(stage))) !== undefined;
}

function neverEnding({ phase }: StageContext, by: ClaimText, ref: string): string {
  return `These conflicts are being resolved by ${describeOwner(by)}, and nobody can see from here whether that is still at work. If it is not, release its claim with: ${releaseByHand(ref, phase.shared)}`;
}

import { beating } from '../../claim/beating.ts';
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
 * them meanwhile, and goes before. A merge is one turn, and its stage cannot go on without it: so it is waited for in place.
 */
export async function underMergeClaim<T>(
  context: StageContext,
  stage: string,
  about: {
    readonly known: () => Promise<T | undefined>;
    readonly act: (claim: HeldClaim) => Promise<T>;
  },
): Promise<Result<T>> {
  const { host, refs, emit } = context;
  const { known, act } = about;
  const note = (text: string): void => emit({ type: 'note', stage, text });
  for (let isTold = false; ; isTold = true) {
    const made = await known();
    // A run that was killed behind the push of its merge has left its claim here.
    if (made !== undefined && !(await isClaimedHere(context, stage))) return ok(made);
    const attempt = await takeShared(context, stage, { ref: refs.claim(stage) });
    if (attempt.how === 'failed') return { ok: false, failure: attempt.failure };
    if (attempt.how === 'held') {
      const { claim } = attempt;
      if (attempt.note !== undefined) note(`the claim is not on the remote yet: ${attempt.note}`);
      const missed = (): void => note('the claim is not renewed: its remote says no, or nothing');
      try {
        return ok(made ?? (await known()) ?? (await beating(host, claim, missed, async () => await act(claim))));
      } finally {
        await claim.end();
      }
    }
    if (made !== undefined) return ok(made);
    if (attempt.endsIn === undefined) return fail('claimed', neverEnding(context, attempt.by, refs.claim(stage)));
    if (!isTold)
      note(`waits for ${describeOwner(attempt.by)}, who resolves these conflicts or others of the same task`);
    if (await host.stopsWithin(pause)) return fail('stopped', 'The run was stopped while it waited for a merge.');
  }
}

export async function isClaimedHere({ repository, refs }: StageContext, stage: string): Promise<boolean> {
  return (await readRef(repository.git, refs.claim(stage))) !== undefined;
}

function neverEnding({ phase }: StageContext, by: ClaimText, ref: string): string {
  return `These conflicts are being resolved by ${describeOwner(by)}, and nobody can see from here whether that is still at work. If it is not, release its claim with: ${releaseByHand(ref, phase.shared)}`;
}

import { deleteRef, readRef } from '../../git/refs.ts';
import type { Finding } from './finding.ts';
import type { Look } from './look.ts';

/**
 * Claims whose owner is dead: its number, its boot and its start time say so. One of a phase that somebody else works on is
 * theirs to take over, and one of another machine is for a person to judge. What was done under a claim does not hang on it.
 */
export function claimsWithoutWorker({ phases }: Look): Finding[] {
  return phases
    .filter(({ isAtWork }) => !isAtWork)
    .flatMap(({ claims, refs, plan, slug }) =>
      claims.map(({ ref, commit, owner, since }): Finding => {
        const { user, host, pid } = owner;
        return {
          kind: 'claim-without-worker',
          of: { plan, phase: slug },
          name: ref,
          says: `${user}@${host}, process ${pid}, has held it since ${since}, and is dead.`,
          repair: {
            does: 'gives the claim back; results, journals and commits stay',
            async carryOut(_host, { git }) {
              // The claim on the phase was taken over before anything was repaired, and is given back at the end.
              const isOurs = ref === refs.claim('phase') && (await readRef(git, ref)) !== commit;
              const isGiven = isOurs || (await deleteRef(git, ref, commit));
              return isGiven
                ? { done: true, says: 'given back' }
                : { done: false, says: 'somebody has taken it over meanwhile' };
            },
          },
        };
      }),
    );
}

import { releaseThere } from '../../claim/release-there.ts';
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
    .flatMap(({ claims, refs, plan, slug, bound }) =>
      claims.map(({ ref, commit, owner, since }): Finding => {
        const shared = bound?.phase.shared;
        const { user, pid } = owner;
        return {
          kind: 'claim-without-worker',
          of: { plan, phase: slug },
          name: ref,
          says: `${user}@${owner.host}, process ${pid}, has held it since ${since}, and is dead.`,
          repair: {
            does: 'gives the claim back; results, journals and commits stay',
            async carryOut(host, { git }) {
              // The claim on the phase was taken over before anything was repaired, and is given back at the end.
              const isOurs = ref === refs.claim('phase') && (await readRef(git, ref)) !== commit;
              const isGiven = isOurs || (await deleteRef(git, ref, commit));
              if (!isGiven) return { done: false, says: 'somebody has taken it over meanwhile' };
              const why =
                shared === undefined ? undefined : await releaseThere(host, { remote: shared, git }, { ref, commit });
              const there = why === undefined ? '' : `; on ${shared} it ends with its lease: ${why}`;
              return { done: true, says: `given back${there}` };
            },
          },
        };
      }),
    );
}

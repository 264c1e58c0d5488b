import type { SeenClaim } from '../overview/claims.ts';
import type { StatusWorker } from './status.ts';

/** Whoever holds claims, each with what it holds. The claims of a run are taken by several processes of it. */
export function workersOf(claims: readonly SeenClaim[]): StatusWorker[] {
  return [...Map.groupBy(claims, ({ run }) => run)].map(([run, own]): StatusWorker => {
    const first = own.find(({ what }) => what === 'phase') ?? own[0]!;
    const { host, user, pid } = first.owner;
    return {
      run,
      host,
      user,
      pid,
      standing: own.find(({ standing }) => standing === 'alive')?.standing ?? first.standing,
      seenAt: first.seenAt ?? null,
      since: own.map(({ since }) => since).toSorted()[0]!,
      holds: own.map(({ plan, phaseSlug, what, epoch }) => ({ plan, phase: phaseSlug, what, epoch })),
    };
  });
}

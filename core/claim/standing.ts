import type { Host } from '../host/host.ts';
import type { FoundClaim } from './claim-commit.ts';
import { unchangedFor } from './sightings.ts';

/** Whether a claim that was found may be taken over. */
export type Standing =
  | { readonly isFree: true }
  /**
   * Milliseconds until its lease has run out, if nothing is heard of it: without end where its owner is seen alive.
   * Undefined: nobody can tell.
   */
  | { readonly isFree: false; readonly endsIn: number | undefined };

/** Whether a claim's owner is seen alive on this machine. */
export async function isAtWorkHere(host: Host, { text }: Pick<FoundClaim, 'text'>): Promise<boolean> {
  const self = await host.processes.self();
  return text.owner.host === self.host && (await host.processes.isAlive(text.owner));
}

/** Who looks at a claim, and wants it. */
export interface Observer {
  readonly run: string;
  /** A claim with this nonce is to be taken, alive or not: a person says so. */
  readonly over?: string | undefined;
}

/**
 * A claim of one's own run is free, and so is one whose owner is dead: that is known at once on its own machine. Whoever
 * is seen alive keeps it. Of all others nothing is known but whether they beat: on a remote the claim is free when it was
 * seen unchanged for longer than its lease, in this repository only a person can tell.
 */
export async function standingOf(
  host: Host,
  { text, commit }: FoundClaim,
  { run, over }: Observer,
  where: 'here' | 'remote',
): Promise<Standing> {
  if (text.run === run || text.nonce === over) return { isFree: true };
  const self = await host.processes.self();
  const isHere = text.owner.host === self.host;
  // Another boot of a machine of that name, or one that does not tell: behind a remote it may as well be another machine.
  const isSameBoot = self.boot !== '' && text.owner.boot === self.boot;
  if (isHere && (where === 'here' || isSameBoot))
    return (await host.processes.isAlive(text.owner)) ? { isFree: false, endsIn: Infinity } : { isFree: true };
  // Here a lease says nothing: what no remote knows is not beaten either.
  if (text.version === 1 || where === 'here') return { isFree: false, endsIn: undefined };
  const seen = await unchangedFor(host, `${where} ${text.nonce}`, commit);
  const left = text.lease * 1000 - seen;
  return left > 0 ? { isFree: false, endsIn: left } : { isFree: true };
}

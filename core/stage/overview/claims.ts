import { claimsBelow } from '../../git/claim.ts';
import type { Git } from '../../git/git.ts';
import type { Host, Owner } from '../../host/host.ts';

/** A claim as it is seen from here. */
export interface SeenClaim {
  readonly ref: string;
  readonly commit: string;
  readonly plan: string;
  readonly phaseSlug: string;
  /** `phase`, or the stage of a task. */
  readonly what: string;
  readonly run: string;
  readonly owner: Owner;
  readonly epoch: number;
  /** ISO 8601. */
  readonly since: string;
  /** `dead`: of this machine, and that process is gone. `elsewhere`: of another machine, which cannot be looked into from here. */
  readonly standing: 'alive' | 'dead' | 'elsewhere';
}

/** All claims on phases and tasks. This is the one place that knows how a claim is written down. */
export async function seeClaims(host: Host, git: Git): Promise<SeenClaim[]> {
  const self = await host.processes.self();
  const seen: SeenClaim[] = [];
  for (const { ref, commit, text } of await claimsBelow(git, 'refs/phasewright/')) {
    const [, plan, phaseSlug, what] = /^refs\/phasewright\/([^/]+)\/([^/]+)\/claim\/(.+)$/.exec(ref) ?? [];
    if (!text || plan === undefined || phaseSlug === undefined || what === undefined) continue;
    const { run, owner, epoch, since } = text;
    const isHere = owner.host === self.host;
    const standing = !isHere ? 'elsewhere' : (await host.processes.isAlive(owner)) ? 'alive' : 'dead';
    seen.push({ ref, commit, plan, phaseSlug, what, run, owner, epoch, since, standing });
  }
  return seen;
}

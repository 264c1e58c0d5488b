import { z } from 'zod';
import type { ClaimsThere } from '../../claim/claims-there.ts';
import type { Git } from '../../git/git.ts';
import type { Host, Owner } from '../../host/host.ts';
import { jsonObject } from '../../json.ts';

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
  /** When it was seen on the remote, ISO 8601; absent where it is in this repository. */
  readonly seenAt?: string;
  /** `dead`: of this machine, and that process is gone. `elsewhere`: of another machine, which cannot be looked into from here. */
  readonly standing: 'alive' | 'dead' | 'elsewhere';
}

/** What all versions of a claim's text have in common; a lease says nothing to those who do not want the claim. */
const claimSchema = z.object({
  version: z.union([z.literal(1), z.literal(2)]),
  run: z.string(),
  owner: z.object({ host: z.string(), user: z.string(), pid: z.number(), boot: z.string(), started: z.string() }),
  epoch: z.number(),
  since: z.string(),
});

const claimRef = /^refs\/phasewright\/([^/]+)\/([^/]+)\/claim\/(.+)$/;

/** All claims on phases and tasks that are in this repository. Nothing else of `status` and `doctor` knows how they are written down. */
export async function seeClaims(host: Host, git: Git): Promise<SeenClaim[]> {
  const self = await host.processes.self();
  const format = '--format=%(refname)%00%(objectname)%00%(contents:body)%00';
  const fields = (await git.text(['for-each-ref', format, 'refs/phasewright/'])).split('\0').map((one) => one.trim());
  const seen: SeenClaim[] = [];
  for (let at = 0; at + 3 <= fields.length; at += 3) {
    const [ref = '', commit = '', body] = fields.slice(at);
    const [, plan, phaseSlug, what] = claimRef.exec(ref) ?? [];
    const claim = plan === undefined ? undefined : claimSchema.safeParse(jsonObject(body)).data;
    if (!claim || plan === undefined || phaseSlug === undefined || what === undefined) continue;
    const { run, owner, epoch, since } = claim;
    const isHere = owner.host === self.host;
    const standing = !isHere ? 'elsewhere' : (await host.processes.isAlive(owner)) ? 'alive' : 'dead';
    seen.push({ ref, commit, plan, phaseSlug, what, run, owner, epoch, since, standing });
  }
  return seen;
}

/** The claims of others on a phase as its remote had them when it was looked at last. What is in this repository as well is left out. */
export function claimsOfOthers({ at, claims }: ClaimsThere, here: readonly SeenClaim[]): SeenClaim[] {
  return claims.flatMap(({ ref, commit, text }): SeenClaim[] => {
    const [, plan, phaseSlug, what] = claimRef.exec(ref) ?? [];
    if (plan === undefined || phaseSlug === undefined || what === undefined) return [];
    if (here.some((one) => one.ref === ref && one.run === text.run)) return [];
    const { run, owner, epoch, since } = text;
    return [{ ref, commit, plan, phaseSlug, what, run, owner, epoch, since, seenAt: at, standing: 'elsewhere' }];
  });
}

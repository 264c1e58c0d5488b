import { phaseRefs } from '../../git/refs.ts';
import type { Repository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';
import type { Finding, Kind, Repaired } from './finding.ts';
import { underClaim } from './under-claim.ts';

/** What keeps others from working, and themselves from being claimed: repaired without the claim. */
const first: ReadonlySet<Kind> = new Set(['orphaned-process', 'stale-lock']);

/**
 * Carries out all repairs, each once. Those of a phase are made under its claim, like a run: no run begins meanwhile, and
 * where one has begun since it was looked at nothing is touched.
 */
export async function repairAll(
  host: Host,
  repository: Repository,
  findings: readonly Finding[],
  onRepaired: (finding: Finding, repaired: Repaired) => void,
): Promise<void> {
  const carryOut = async (finding: Finding): Promise<void> => {
    if (finding.repair) onRepaired(finding, await finding.repair.carryOut(host, repository));
  };
  const repairable = findings.filter(({ repair }) => repair !== undefined);
  for (const finding of repairable.filter(({ kind }) => first.has(kind))) await carryOut(finding);
  const rest = repairable.filter(({ kind }) => !first.has(kind));
  for (const own of Map.groupBy(rest, ({ of }) => `${of.plan}/${of.phase}`).values()) {
    const { plan, phase } = own[0]!.of;
    const outcome = await underClaim(host, repository.git, phaseRefs(plan, phase).claim('phase'), async () => {
      for (const finding of own) await carryOut(finding);
    });
    if (outcome.isHeld) continue;
    for (const finding of own) onRepaired(finding, { done: false, says: outcome.says });
  }
}

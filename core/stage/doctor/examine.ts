import type { ReadRepository } from '../../git/open-to-read.ts';
import type { Host } from '../../host/host.ts';
import { branchesWithoutWorktree } from './branch-without-worktree.ts';
import { claimsWithoutWorker } from './claim-without-worker.ts';
import { inOrder, type Examination, type Finding } from './finding.ts';
import { journalTails } from './journal-tail.ts';
import { lookAround } from './look.ts';
import { lostBranches } from './lost-branch.ts';
import { marksWithoutClaim } from './mark-without-claim.ts';
import { mergedWithoutTick } from './merged-without-tick.ts';
import { orphanedProcesses } from './orphans.ts';
import { staleLocks } from './stale-lock.ts';
import { ticksWithoutCommit } from './tick-without-commit.ts';
import { preparedTicks, wrongTicks } from './ticks.ts';
import { worktreesWithoutClaim } from './worktree-without-claim.ts';

export interface Examined extends Pick<Examination, 'waiting'> {
  /** In the order in which they are to be repaired. */
  readonly findings: readonly Finding[];
}

/** Looks for all that can be wrong in a repository. No ref and no file of anybody's is changed. */
export async function examine(host: Host, repository: ReadRepository): Promise<Examined> {
  const look = await lookAround(host, repository);
  const findings: Finding[] = [
    ...(await orphanedProcesses(look)),
    ...(await staleLocks(look)),
    ...(await journalTails(look)),
    ...(await lostBranches(look)),
    ...(await worktreesWithoutClaim(look)),
    ...branchesWithoutWorktree(look),
    ...claimsWithoutWorker(look),
  ];
  const waiting: Examination['waiting'] = [];
  for (const phase of look.phases) {
    findings.push(...(await marksWithoutClaim(look, phase)));
    const wrong = await wrongTicks(look, phase);
    const command = await preparedTicks(look, phase, wrong);
    const isWrong = wrong.unticked.length + wrong.unproven.length > 0;
    if (command !== undefined && isWrong) {
      const says = `A commit that puts the ticks of ${phase.plan}, phase ${phase.slug}, right is made, and waits for you to take it up.`;
      waiting.push({ says, command });
      findings.push(...ticksWithoutCommit(phase, { ...wrong, unproven: [] }));
    } else findings.push(...mergedWithoutTick(phase, wrong), ...ticksWithoutCommit(phase, wrong));
  }
  return { findings: findings.toSorted(inOrder), waiting };
}

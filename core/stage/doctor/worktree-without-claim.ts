import type { Finding } from './finding.ts';
import { keepContent } from './keep-content.ts';
import { isDone, type Look, type LookedAt, type OurWorktree } from './look.ts';
import { removeWorktree } from '../../git/worktree.ts';

/**
 * Worktrees of ours that nobody works in and that nobody will use: half made or half removed when a process was killed, or
 * left although their stage has its result. One that is whole and unfinished is no finding: the next run goes on in it, and
 * until then people look at it. The folder of the phase itself stays until the phase is handed over.
 */
export async function worktreesWithoutClaim({ host, phases }: Look): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const phase of phases.filter(({ isAtWork }) => !isAtWork)) {
    for (const worktree of phase.worktrees) {
      const says = whyUseless(phase, worktree);
      if (says === undefined) continue;
      const { path } = worktree;
      const finding = {
        kind: 'worktree-without-claim',
        of: { plan: phase.plan, phase: phase.slug },
        name: path,
        says,
      } as const;
      const users = await host.processes.usersOf(path);
      if (users.length > 0)
        findings.push({ ...finding, advice: `Leave it first: process ${users.join(', ')} is in it.` });
      else findings.push({ ...finding, repair: removal(phase, worktree) });
    }
  }
  return findings;
}

function whyUseless(phase: LookedAt, { state, stage }: OurWorktree): string | undefined {
  if (state === 'half') return 'No run works on its phase, and it is half made: git has no whole record of it.';
  const isLeft = state === 'whole' && stage !== undefined && isDone(phase, stage);
  return isLeft ? `No run works on its phase, and ${stage} has its result.` : undefined;
}

function removal(phase: LookedAt, { path, stage }: OurWorktree): NonNullable<Finding['repair']> {
  return {
    does: 'removes it, and git’s record of it; what lies in it and is nowhere else is kept behind a ref before',
    async carryOut(host, repository) {
      const users = await host.processes.usersOf(path);
      if (users.length > 0) return { done: false, says: `process ${users.join(', ')} is in it` };
      const kept = await keepContent(host, repository, { path, phase, stage: stage ?? 'phase' });
      if (!kept.ok) return { done: false, says: kept.failure.message };
      await removeWorktree(host, repository, path);
      const { ref } = kept.value;
      return {
        done: true,
        says: ref === undefined ? 'removed, nothing was in it' : `removed; what was in it is ${ref}`,
      };
    },
  };
}

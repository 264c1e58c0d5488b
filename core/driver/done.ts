import { createHash } from 'node:crypto';
import type { Git } from '../git/git.ts';
import { readRef, setRef } from '../git/refs.ts';

/** Remembers, in the repository and for all its worktrees, with which commit a commit of the plan was done. */
export async function recordDone(git: Git, plan: string, id: string, commit: string): Promise<void> {
  await setRef(git, refOf(plan, id), commit);
}

/**
 * Whether HEAD has what a commit of the plan was done with: that very commit, or one with the same change, as a rebase or
 * a cherry-pick makes it. Messages are not looked at: anybody can write them.
 */
export async function isDone(git: Git, plan: string, id: string): Promise<boolean> {
  const commit = await readRef(git, refOf(plan, id));
  if (commit === undefined) return false;
  if ((await git.run(['merge-base', '--is-ancestor', commit, 'HEAD'])).ok) return true;
  const alike = await git.run(['cherry', 'HEAD', commit, `${commit}^`]);
  return alike.ok && alike.stdout.startsWith('- ');
}

function refOf(plan: string, id: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([plan, id]))
    .digest('hex')
    .slice(0, 16);
  return `refs/phasewright/driver/done/${hash}`;
}

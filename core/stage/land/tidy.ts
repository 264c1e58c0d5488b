import { join } from 'node:path';
import type { Git } from '../../git/git.ts';
import { phaseRefs, readRef } from '../../git/refs.ts';
import { changedPaths, isCheckoutOf, markedWorktrees, removeWorktree } from '../../git/worktree.ts';
import { slug } from '../../plan/tasks/slug.ts';
import { worktreeOwner, type StageContext } from '../context.ts';
import { handedOver } from './handed-over.ts';

/**
 * Removes worktrees of ours whose phase of this plan is handed over on the user's branch. One stays where something would
 * be lost with it: edits that nobody has committed, a commit that no ref reaches, or a run that is at work. Branches and
 * refs always stay.
 */
export async function tidy(context: StageContext): Promise<void> {
  const { host, phase, repository } = context;
  // The phase worktree may not be there yet.
  const git = repository.git.in(phase.checkout);
  const done = await handedOver(git, 'HEAD', phase.plan);
  const slugs = new Set([...done].map(slug));
  for (const { path, owner } of await markedWorktrees(host, join(phase.checkout, '.worktrees'))) {
    const one = [...slugs].find((name) => owner.startsWith(worktreeOwner(phase.plan.id, name, '')));
    if (one === undefined || one === phase.phase.slug) continue;
    const why = await whyKept(context, git, { path, phaseSlug: one });
    if (why === undefined)
      await removeWorktree(host, repository, path).catch((error: unknown) => note(context, path, String(error)));
    else note(context, path, why);
  }
}

async function whyKept(
  { host, phase, repository }: StageContext,
  git: Git,
  { path, phaseSlug }: { path: string; phaseSlug: string },
): Promise<string | undefined> {
  const claim = phaseRefs(phase.plan.id, phaseSlug).claim('phase');
  if ((await readRef(git, claim)) !== undefined) return 'a run is at work in it, or was ended there';
  if (!(await host.files.exists(path))) return undefined;
  const worktree = git.in(path);
  if (!(await isCheckoutOf(host, repository, worktree))) return 'it is no worktree any more';
  const head = await worktree.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (!head.ok) return 'it is at no commit';
  const commit = head.stdout.trim();
  const reached = await git.text(['for-each-ref', '--count=1', '--format=%(refname)', `--contains=${commit}`]);
  if (reached === '') return `no ref reaches its commit ${commit.slice(0, 10)}`;
  const changed = await changedPaths(worktree, commit);
  return changed.length > 0 ? `it has edits that are not committed: ${changed.slice(0, 3).join(', ')}` : undefined;
}

function note(context: StageContext, path: string, why: string): void {
  context.emit({ type: 'note', stage: 'bind', text: `${path} is kept although its phase is handed over: ${why}` });
}

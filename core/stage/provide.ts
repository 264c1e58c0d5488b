import { provideDependencies, type Dependencies } from '../git/dependencies.ts';
import { fail, ok, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { manifestFolders } from '../git/packages.ts';
import { contained } from './contained.ts';
import type { StageContext } from './context.ts';
import { packagesUnchanged } from './packages.ts';

/** Gives a worktree of the phase its dependencies. An installation runs what packages name, so it is looked at as gates are. */
export async function provide(
  context: StageContext,
  stage: string,
  worktree: Git,
  commit: string,
): Promise<Result<Dependencies>> {
  const { host, phase } = context;
  // Before anything is linked, and before an agent is called in vain.
  const unchanged = await packagesUnchanged(context, await manifestFolders(worktree, commit));
  if (!unchanged.ok) return unchanged;
  const about = { stage, worktree: worktree.folder, mayMoveHead: true, what: 'an installation of dependencies' };
  return await provideDependencies(host, phase.checkout, worktree, commit, async (install) => {
    const { value, trouble } = await contained(context, about, install);
    return trouble === undefined ? ok(value) : fail('dependencies', trouble);
  });
}

import { removeWorktree } from '../../git/worktree.ts';
import type { Finding } from './finding.ts';
import type { Look } from './look.ts';

/**
 * Worktrees of ours that are gone, deleted by hand or never made, while our mark, or git's record, says that they are there.
 * The commits of their loop are behind a ref and stay; the next run makes the worktree anew.
 */
export function branchesWithoutWorktree({ host, phases }: Look): Finding[] {
  return phases
    .filter(({ isAtWork }) => !isAtWork)
    .flatMap(({ plan, slug, refs, commits, worktrees }) =>
      worktrees
        .filter(({ state }) => state === 'gone')
        .map(({ path, stage }): Finding => {
          const commit = stage === undefined ? undefined : commits.get(refs.work(stage));
          const kept =
            commit === undefined
              ? 'Nothing was committed in it.'
              : `Its commits are kept: ${refs.work(stage ?? '')} is at ${commit.slice(0, 10)}.`;
          return {
            kind: 'branch-without-worktree',
            of: { plan, phase: slug },
            name: path,
            says: `The worktree is gone, and something still says that it is there. ${kept}`,
            repair: {
              does: 'removes our mark and git’s record of it; the ref stays, and the next run makes the worktree anew',
              async carryOut(_host, repository) {
                if (await host.files.exists(path)) return { done: false, says: 'it is there again' };
                await removeWorktree(host, repository, path);
                return { done: true, says: 'mark and record are removed' };
              },
            },
          };
        }),
    );
}

import type { Guard } from '../../agent/call.ts';
import type { Repository } from '../../git/repository.ts';
import { ok } from '../../failure.ts';
import { recordOf } from '../../git/worktree.ts';
import { watchBelonging } from '../../guard/watch-belonging.ts';
import { watchContent } from '../../guard/watch-content.ts';
import { watchHeads } from '../../guard/watch-heads.ts';
import { watchRefs } from '../../guard/watch-refs.ts';
import { watchSettings } from '../../guard/watch-settings.ts';
import { watchSpecial } from '../../guard/watch-special.ts';
import { watchStandIn } from '../../guard/watch-stand-in.ts';
import { surveyed, together } from '../../guard/watch.ts';
import type { Host } from '../../host/host.ts';

/**
 * The guard of a review by hand, which reads in a worktree of its own. That goes when the review is over; refs are put
 * back, and what else is the user's stays as it is, for them to look at.
 */
export function guardReview(
  host: Host,
  repository: Repository,
  about: {
    /** Absolute. */
    readonly worktree: string;
    /** What the refs of the phase begin with. */
    readonly refs: string;
    readonly note: (text: string) => void;
  },
): Guard {
  const { worktree, refs, note } = about;
  return async () => {
    const record = await recordOf(host, repository, worktree);
    if (record === undefined) throw new Error(`Internal error: ${worktree} is no worktree of the repository`);
    const own = await surveyed(host, worktree);
    const ofGit = await surveyed(host, repository.commonFolder, []);
    const lookAgain = together([
      watchSpecial(host, [own, ofGit]),
      await watchStandIn(host, repository),
      await watchBelonging(host, { path: worktree, record, mayMoveHead: false }),
      await watchSettings(host, repository),
      await watchRefs(host, repository, { record, phase: refs, stage: 'review' }),
      await watchHeads(host, repository),
      await watchContent(host, own),
    ]);
    return ok(async () => {
      const { violations, notes, undo } = await lookAgain();
      for (const text of notes) note(text);
      if (violations.length === 0) return [];
      const left = await undo().then(
        () => [],
        (error: unknown) => [
          `Not all of it could be put back: ${error instanceof Error ? error.message : String(error)}`,
        ],
      );
      return [...violations, ...left];
    });
  };
}

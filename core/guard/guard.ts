import { join } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import { recordOf } from '../git/worktree.ts';
import type { Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { touchedSince } from './touched.ts';
import { watchBelonging } from './watch-belonging.ts';
import { watchContent } from './watch-content.ts';
import { watchHeads } from './watch-heads.ts';
import { watchObjects } from './watch-objects.ts';
import { watchPhase, type PhaseWorktree } from './watch-phase.ts';
import { watchRefs } from './watch-refs.ts';
import { watchSettings } from './watch-settings.ts';
import { watchSpecial } from './watch-special.ts';
import { watchStandIn } from './watch-stand-in.ts';
import { watchWork } from './watch-work.ts';
import { nothing, some, surveyed, together, type Watch } from './watch.ts';

/** Where an agent works, and what lies around it. */
export interface Surroundings {
  /** By way of the user's checkout: an agent may lead its own worktree elsewhere. */
  readonly repository: Repository;
  /** The agent's worktree, absolute. */
  readonly worktree: string;
  readonly access: 'read' | 'write';
  readonly phase: PhaseWorktree;
  /** Whose agent it is. */
  readonly stage: string;
  /** What the refs of the phase begin with. */
  readonly refs: string;
  /** The user's, absolute. */
  readonly checkout: string;
}

/**
 * Looks at all that an agent must not touch, before its turn; the watch is the look afterwards. Fails when a worktree is
 * none any more: the agent of another task may have seen to that.
 */
export async function lookAround(host: Host, around: Surroundings): Promise<Result<Watch>> {
  const { repository, worktree, access, phase } = around;
  const record = await recordOf(host, repository, worktree);
  if (record === undefined) return notOurs(worktree, repository);
  const phaseRecord = await recordOf(host, repository, phase.worktree.folder);
  if (phaseRecord === undefined) return notOurs(phase.worktree.folder, repository);
  const [own, ofPhase, ofGit, ofUser] = await Promise.all([
    surveyed(host, worktree),
    surveyed(host, phase.worktree.folder),
    surveyed(host, repository.commonFolder, []),
    touchedSince(host, around.checkout, ['node_modules', '.nx', '.phasewright', '.git', '.worktrees']),
  ]);
  const watches = await Promise.all([
    // Those that put worktrees back where they belong come first: the others have git look into them.
    watchBelonging(host, { path: worktree, record, mayMoveHead: access === 'write' }),
    watchBelonging(host, { path: phase.worktree.folder, record: phaseRecord, mayMoveHead: false }),
    watchSettings(host, repository),
    watchRefs(host, repository, { record, phase: around.refs, stage: around.stage }),
    watchHeads(host, repository),
    watchPhase(host, repository, phase, ofPhase),
    access === 'read' ? watchContent(host, own) : watchWork(host, own),
  ]);
  const first = [
    watchSpecial(host, [own, ofPhase, ofGit]),
    await watchStandIn(host, repository),
    watchObjects(host, repository, ofGit),
  ];
  return ok(together([...first, ...watches, watchCheckout(ofUser)]));
}

/** Users edit their files while agents work, and nothing of the phase comes from there: it is only said. */
function watchCheckout(touched: () => Promise<string[]>): Watch {
  return async () => {
    const paths = await touched();
    if (paths.length === 0) return nothing;
    return {
      ...nothing,
      notes: [`files of your checkout were changed meanwhile, by you or the agent: ${some(paths, 5)}`],
    };
  };
}

function notOurs(path: string, { commonFolder }: Repository): Result<never> {
  return fail(
    'worktree',
    `Unexpected ${join(path, '.git')}, expected it to lead to a worktree of ${commonFolder}. Somebody has changed it, or git's record of it, before the turn began: you, or an agent of another task. Run again: the worktree is made anew.`,
  );
}

import { mayChange } from '../brief/may-change.ts';
import { changedBetween } from '../git/changed-between.ts';
import { outsideScope } from '../review/scope.ts';
import { isSpecOrPlan } from '../stage/specs/protected-paths.ts';
import { outsideStep } from '../stage/task/step-scope.ts';
import type { Desk } from './desk.ts';
import { workflowOf } from './fold.ts';
import type { Work } from './state.ts';

/** What of a commit is not the phase's to change. From the diff, never from what an agent says. */
export async function outOfScope({ git, store }: Desk, commit: string): Promise<string[]> {
  const { work, loop, formatted } = store.standing;
  const outside = outsideDeclared(work, await changedBetween(git, work.start, commit));
  // What formatters have left was compared before they came, whether they succeeded or not.
  const progress = { ...loop.progress, formatted: formatted ?? loop.progress.formatted };
  const about = { workflow: workflowOf(work), files: work.commit_files };
  const ofOthers = (await outsideStep(git, about, commit, progress)).map(({ path, why }) => `${path} (${why})`);
  return [...new Set([...outside, ...ofOthers])];
}

/** The changed paths that the plan does not let this commit change. */
export function outsideDeclared(
  { commit_files, plan }: Pick<Work, 'commit_files' | 'plan'>,
  changed: readonly string[],
): string[] {
  const isPlan = isSpecOrPlan(plan);
  const isProtected = (path: string): boolean => isPlan(path) && !mayChange(commit_files, path);
  return outsideScope(changed, { files: commit_files, isProtected });
}

import { mayChange } from '../brief/may-change.ts';
import type { Sighting } from '../cheat/sighting.ts';
import { changedBetween } from '../git/changed-between.ts';
import { outsideScope } from '../review/scope.ts';
import { stepSightings } from '../review/step-sightings.ts';
import { shellWord } from '../shell-word.ts';
import { isSpecOrPlan } from '../stage/specs/protected-paths.ts';
import { outsideStep } from '../stage/task/step-scope.ts';
import type { Desk } from './desk.ts';
import { workflowOf } from './fold.ts';
import type { Work } from './state.ts';

/** What of a commit is not the phase's to change. From the diff, never from what an agent says. */
export interface OutOfScope {
  /** Paths that the plan does not name. */
  readonly outside: readonly string[];
  /** What belongs to another phase; a person can allow it. */
  readonly ofOthers: readonly Sighting[];
}

export async function outOfScope({ git, store }: Desk, commit: string): Promise<OutOfScope> {
  const { work, loop, formatted } = store.standing;
  const outside = outsideDeclared(work, await changedBetween(git, work.start, commit));
  // What formatters have left was compared before they came, whether they succeeded or not.
  const progress = { ...loop.progress, formatted: formatted ?? loop.progress.formatted };
  const about = { workflow: workflowOf(work), files: work.commit_files };
  const found = await outsideStep(git, about, commit, progress);
  const told = found
    .filter(({ path }) => !outside.includes(path))
    .map(async (one) => ({ ...one, why: `${one.why}; ${await howToUndo({ git, store }, one.path)}` }));
  return { outside, ofOthers: stepSightings(await Promise.all(told)) };
}

/** Nothing is put back in a checkout that is not ours, so whoever is to do it is told how. */
export async function howToUndo({ git, store }: Pick<Desk, 'git' | 'store'>, path: string): Promise<string> {
  const { loop, formatted } = store.standing;
  const { passed, from } = loop.progress;
  const sources = [formatted ?? passed.find(({ role }) => role === 'tester')?.commit ?? from, from];
  for (const source of sources)
    if ((await git.run(['cat-file', '-e', `${source}:${path}`])).ok)
      return `put back by: git restore --source=${source.slice(0, 12)} -- ${shellWord(`:/${path}`)}`;
  return 'delete it';
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

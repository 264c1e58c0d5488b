import { changedBetween } from '../../git/changed-between.ts';
import { takenBackBy } from '../../git/taken-back-by.ts';
import type { StageContext } from '../context.ts';
import { readBrief } from '../task/read-brief.ts';

/** What a merge with main has, and nobody has reviewed so: paths, for people. */
export async function notReviewed(
  context: StageContext,
  about: {
    readonly main: string;
    readonly commit: string;
    readonly merge: string;
    /** Conflicts whose resolution was reviewed. */
    readonly resolved: readonly string[];
  },
): Promise<string[]> {
  const { main, commit, resolved } = about;
  const both = (await touchedByBoth(context, main, commit)).filter((path) => !resolved.includes(path));
  return [...both, ...(await lostOfMain(context, about))];
}

/**
 * Paths that main has changed since they parted and that agents have changed too, or were told to go by. What the
 * hand-off commit changes is code's work, not theirs: ticks come together line by line, the backlog entry by entry.
 */
async function touchedByBoth(context: StageContext, main: string, commit: string): Promise<string[]> {
  const { git } = context.repository;
  const fork = await git.text(['merge-base', main, commit]);
  const briefs = await Promise.all(context.phase.tasks.map((task) => readBrief(context, task)));
  const mine = new Set([
    ...(await changedBetween(git, fork, `${commit}~1`)),
    ...briefs.flatMap((brief) => brief.sections.map((section) => section.path)),
  ]);
  return (await changedBetween(git, fork, main)).filter((path) => mine.has(path));
}

/** What only main has changed and the merge has otherwise all the same, for people. */
async function lostOfMain(context: StageContext, about: Parameters<typeof notReviewed>[1]): Promise<string[]> {
  const { git } = context.repository;
  const { main, commit, merge, resolved } = about;
  const base = await git.text(['merge-base', main, commit]);
  const paths = await takenBackBy(git, { base, ours: main, theirs: commit, merged: merge });
  return paths
    .filter((path) => !resolved.includes(path))
    .map((path) => `${path}, which only main has changed, and the merge has otherwise`);
}

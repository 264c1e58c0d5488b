import { join } from 'node:path';
import { ok, type Result } from '../failure.ts';
import { changedBetween } from '../git/changed-between.ts';
import type { Desk } from './desk.ts';
import { snapshot } from './look.ts';
import { outsideDeclared } from './scope-of.ts';

/** What `resume --choice` can be given wherever it waits, and what each does. */
export const putBackChoices: Readonly<Record<string, string>> = {
  'start-over': 'put the checkout back as it was when the commit was begun, and begin with its first step again',
  undo: 'put the checkout back as it was when the commit was begun, and give the commit up',
};

/**
 * Puts back what differs from when the commit was begun, because somebody has said so: files of the commit, and what turns
 * have changed. The user's other edits stay. What is there by now is kept as a snapshot. A run that is killed in between does the rest when it is told again.
 */
export async function putBack(desk: Desk, choice: string): Promise<Result<object>> {
  const { git, host, store } = desk;
  const { work, leftBehind, touched } = store.standing;
  const kept = await snapshot(desk, work.start, `kept/${host.randomId()}`, leftBehind);
  if (!kept.ok) return kept;
  // An earlier release kept a draft only where there were tests in it.
  const draft = work.draft ?? work.begun?.all;
  const source = draft ?? work.start;
  const changed = await changedBetween(git, source, kept.value);
  const outside = outsideDeclared(work, changed);
  const paths = changed.filter((path) => !outside.includes(path) || touched.includes(path));
  for (const path of paths) {
    const isThere = (await git.run(['cat-file', '-e', `${source}:${path}`])).ok;
    if (isThere) await git.text(['restore', `--source=${source}`, '--worktree', '--', `:(top,literal)${path}`]);
    else await host.files.remove(join(git.folder, path));
  }
  await store.happened({
    fact: 'put-back',
    kept: kept.value,
    ...(draft && { draft }),
    paths,
    isOver: choice === 'undo',
  });
  return ok({});
}

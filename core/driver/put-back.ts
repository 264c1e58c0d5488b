import { join } from 'node:path';
import { ok, type Result } from '../failure.ts';
import { changedBetween } from '../git/changed-between.ts';
import type { Desk } from './desk.ts';
import { snapshot } from './look.ts';

/** What `resume --choice` can be given wherever it waits, and what each does. */
export const putBackChoices: Readonly<Record<string, string>> = {
  'start-over': 'put the checkout back as it was when the commit was begun, and begin with its first step again',
  undo: 'put the checkout back as it was when the commit was begun, and give the commit up',
};

/**
 * Puts back what differs from when the commit was begun, because somebody has said so. What is there by now is kept as a
 * snapshot. A run that is killed in between does the rest when it is told again.
 */
export async function putBack(desk: Desk, choice: string): Promise<Result<object>> {
  const { git, host, store } = desk;
  const { work, leftBehind } = store.standing;
  const kept = await snapshot(desk, work.start, `kept/${host.randomId()}`, leftBehind);
  if (!kept.ok) return kept;
  const paths = await changedBetween(git, work.start, kept.value);
  for (const path of paths) {
    const isThere = (await git.run(['cat-file', '-e', `${work.start}:${path}`])).ok;
    if (isThere) await git.text(['restore', `--source=${work.start}`, '--worktree', '--', `:(top,literal)${path}`]);
    else await host.files.remove(join(git.folder, path));
  }
  await store.happened({ fact: 'put-back', kept: kept.value, paths, isOver: choice === 'undo' });
  return ok({});
}

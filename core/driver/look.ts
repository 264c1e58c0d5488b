import { join, relative, sep } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import { changedBetween } from '../git/changed-between.ts';
import { makeCommit, treeOf } from '../git/commit.ts';
import { setRef } from '../git/refs.ts';
import { workPaths } from '../git/worktree.ts';
import type { Desk } from './desk.ts';

const nobody = { name: 'phasewright', email: 'phasewright@localhost' };

/**
 * What lies in the checkout, as a commit on `onto` that only a ref of ours leads to; `onto` itself where nothing differs.
 * Neither the checkout nor its index is touched. So every attempt can be looked at, and put back by a person.
 */
export async function snapshot(
  desk: Desk,
  onto: string,
  name: string,
  without: readonly string[] = [],
): Promise<Result<string>> {
  const { host, git, home, refs, stateFiles } = desk;
  const index = join(home, 'index');
  // It is kept, so that git reads only what has changed since.
  if (!(await host.files.exists(index))) {
    await host.files.makeFolder(home);
    await git.text(['read-tree', onto], { index });
  }
  const own = stateFiles.map((path) => relative(git.folder, path).split(sep).join('/'));
  const left = [...own, ...without].map((path) => `:(exclude,top,literal)${path}`);
  const added = await git.run(['add', '--all', '--', ...workPaths, ...left], { index });
  if (!added.ok) return fail('worktree', `Git could not read the checkout ${git.folder}: ${added.stderr.trim()}`);
  // What the index holds of them from before they were known stays there when they are excluded.
  const gone = without.map((path) => `${path}\0`).join('');
  if (gone !== '') await git.text(['update-index', '--force-remove', '-z', '--stdin'], { index, input: gone });
  const tree = await git.text(['write-tree'], { index });
  if (tree === (await treeOf(git, onto))) return ok(onto);
  // The same files on the same commit are the same snapshot, however often one looks.
  const author = { ...nobody, date: '@0 +0000' };
  const commit = await makeCommit(git, { tree, parents: [onto], message: `${name}\n`, author });
  await setRef(git, `${refs}/${name}`, commit);
  return ok(commit);
}

/** The same snapshot with some paths as they are in another commit. */
export async function withPathsOf(
  desk: Desk,
  about: {
    readonly snapshot: string;
    readonly from: string;
    readonly onto: string;
    readonly paths: readonly string[];
    readonly name: string;
  },
): Promise<string> {
  const { git, host, home, refs } = desk;
  const index = join(home, `index-${host.randomId()}`);
  await git.text(['read-tree', about.snapshot], { index });
  const zero = '0'.repeat(about.from.length);
  const lines: string[] = [];
  for (const path of about.paths) {
    const entry = await git.text(['ls-tree', '-z', '--full-tree', about.from, '--', `:(top,literal)${path}`]);
    const [, mode, object] = /^(\d+) \w+ ([0-9a-f]+)\t/.exec(entry) ?? [];
    lines.push(`${mode ?? '0'} ${object ?? zero}\t${path}\0`);
  }
  await git.text(['update-index', '-z', '--index-info'], { index, input: lines.join('') });
  const tree = await git.text(['write-tree'], { index });
  await host.files.remove(index);
  const commit = await makeCommit(git, {
    tree,
    parents: [about.onto],
    message: `${about.name}\n`,
    author: { ...nobody, date: '@0 +0000' },
  });
  await setRef(git, `${refs}/${about.name}`, commit);
  return commit;
}

/** Paths that differ from the snapshot that the work is at, though nobody was to change anything since. */
export async function changedSince(desk: Desk, commit: string): Promise<Result<string[]>> {
  const now = await snapshot(desk, commit, 'look', desk.store.standing.leftBehind);
  return now.ok ? ok(await changedBetween(desk.git, commit, now.value)) : now;
}

import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import { commitMessage, currentPerson, dateOf, makeCommit, treeOf } from '../../git/commit.ts';
import { editTree } from '../../git/edit.ts';
import { changedBetween } from '../../git/changed-between.ts';
import type { Git } from '../../git/git.ts';

/** The commit that holds the specs of a phase as its tasks read them. */
export interface SpecCommit {
  readonly commit: string;
  /** Paths whose text differs from the base; they make up the spec commit. */
  readonly changed: readonly string[];
}

/** Files as they are at a commit, or in a tree: those that are not there are gone. */
export interface TextsAt {
  readonly commit: string;
  readonly paths: readonly string[];
}

/**
 * The commit that tasks start from: the pinned base with the plan and the specs as they are elsewhere, the later layers
 * over the earlier ones. They come first and in a commit of their own; where nothing differs there is no such commit. The
 * same texts on the same base are the same commit.
 */
export async function specCommit(
  host: Host,
  git: Git,
  specs: { base: string; layers: readonly TextsAt[]; plan: string; phase: string; scratch: string },
): Promise<SpecCommit> {
  const { base } = specs;
  const layers = specs.layers.filter(({ paths }) => paths.length > 0);
  if (layers.length === 0) return { commit: base, changed: [] };
  await host.files.makeFolder(specs.scratch);
  const index = join(specs.scratch, `index-${host.randomId()}`);
  await git.text(['read-tree', base], { index });
  const gone = '0'.repeat(base.length);
  for (const { commit, paths } of layers) {
    const removals = paths.map((path) => `0 ${gone}\t${path}\0`).join('');
    const additions = await git.text(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths]);
    await git.text(['update-index', '-z', '--index-info'], { index, input: removals + additions });
  }
  const tree = await git.text(['write-tree'], { index });
  await host.files.remove(index);
  if (tree === (await treeOf(git, base))) return { commit: base, changed: [] };
  const commit = await makeCommit(git, {
    tree,
    parents: [base],
    message: commitMessage(`phase ${specs.phase} specs`, ['The plan and its specs as they are bound.'], {
      Plan: specs.plan,
      Phase: specs.phase,
      'Phase-Step': 'specs',
    }),
    author: { ...(await currentPerson(git)), date: await dateOf(git, base) },
  });
  return { commit, changed: await changedBetween(git, base, commit) };
}

/** A commit with another text of one file, to take it from; the same text is the same commit. No ref points at it. */
export async function commitEdit(
  host: Host,
  git: Git,
  edit: { commit: string; path: string; text: string; scratch: string },
): Promise<string> {
  const tree = await editTree(host, git, edit.commit, new Map([[edit.path, edit.text]]), edit.scratch);
  const author = { name: 'phasewright', email: 'phasewright@localhost', date: await dateOf(git, edit.commit) };
  return await makeCommit(git, { tree, parents: [edit.commit], message: `${edit.path}\n`, author });
}

import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { commitMessage, currentPerson, dateOf, makeCommit, treeOf } from '../git/commit.ts';
import type { Git } from '../git/git.ts';

export interface Polished {
  readonly commit: string;
  /** Paths whose text differs from the base; they make up the spec commit. */
  readonly changed: readonly string[];
}

/**
 * The commit that tasks start from: the pinned base with the plan and the specs as they are at `head`. They come first
 * and in a commit of their own; where nothing differs there is no such commit. The texts themselves pass through as
 * they are.
 */
export async function polish(
  host: Host,
  git: Git,
  specs: { base: string; head: string; paths: readonly string[]; plan: string; phase: string; scratch: string },
): Promise<Polished> {
  const { base, head, paths } = specs;
  const names = await git.text([
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    base,
    head,
    '--',
    ...paths,
  ]);
  const changed = names.split('\0').filter(Boolean);
  if (changed.length === 0) return { commit: base, changed };
  await host.files.makeFolder(specs.scratch);
  const index = join(specs.scratch, `index-${host.randomId()}`);
  await git.text(['read-tree', base], { index });
  const gone = '0'.repeat(base.length);
  const removals = changed.map((path) => `0 ${gone}\t${path}\0`).join('');
  const additions = await git.text(['ls-tree', '-r', '-z', '--full-tree', head, '--', ...changed]);
  await git.text(['update-index', '-z', '--index-info'], { index, input: removals + additions });
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
  return { commit, changed };
}

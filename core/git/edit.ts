import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Git } from './git.ts';

/** The tree of a commit with some files' text replaced or added, made in a private index; no checkout is touched. */
export async function editTree(
  host: Host,
  git: Git,
  commit: string,
  edits: ReadonlyMap<string, string>,
  scratch: string,
): Promise<string> {
  await host.files.makeFolder(scratch);
  const index = join(scratch, `index-${host.randomId()}`);
  await git.text(['read-tree', commit], { index });
  for (const [path, text] of edits) {
    const blob = await git.text(['hash-object', '-w', '--stdin'], { input: text });
    await git.text(['update-index', '--add', '--cacheinfo', `${await modeOf(git, commit, path)},${blob},${path}`], {
      index,
    });
  }
  const tree = await git.text(['write-tree'], { index });
  await host.files.remove(index);
  return tree;
}

async function modeOf(git: Git, commit: string, path: string): Promise<string> {
  const entry = await git.text(['ls-tree', '--full-tree', commit, '--', path]);
  return entry === '' ? '100644' : entry.slice(0, 6);
}

import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { makeCommit, type Person } from './commit.ts';
import type { Git } from './git.ts';

/** Only its tree matters, so the same files make the same commit on every machine at every time. */
const anonymous: Person = { name: 'phasewright', email: 'phasewright@localhost', date: '@0 +0000' };

/**
 * A commit on `parent` that holds what `commit` does, but for some files, which are as in `from`: of its content, and
 * gone where it has none. Made in a private index; no checkout is touched.
 */
export async function takeFiles(
  host: Host,
  git: Git,
  about: {
    readonly commit: string;
    /** Absent: nothing, so that they are gone. */
    readonly from?: string;
    readonly paths: readonly string[];
    readonly parent: string;
    /** A folder of ours. */
    readonly scratch: string;
  },
): Promise<string> {
  const { commit, from, paths, parent, scratch } = about;
  await host.files.makeFolder(scratch);
  const index = join(scratch, `index-${host.randomId()}`);
  try {
    await git.text(['read-tree', commit], { index });
    const held = from === undefined ? [] : await entries(git, from);
    const there = new Map(held.map((entry) => [entry.slice(entry.indexOf('\t') + 1), entry]));
    // What is gone first: a folder may stand where a file was.
    const gone = paths.map((path) => `0 ${'0'.repeat(commit.length)}\t${path}\0`);
    const taken = paths.flatMap((path) => {
      const entry = there.get(path);
      return entry === undefined ? [] : [`${entry}\0`];
    });
    await git.text(['update-index', '-z', '--index-info'], { index, input: [...gone, ...taken].join('') });
    const tree = await git.text(['write-tree'], { index });
    return await makeCommit(git, { tree, parents: [parent], message: 'proof\n', author: anonymous });
  } finally {
    await host.files.remove(index);
  }
}

/** `<mode> <type> <object>\t<path>` of every file of a commit, which `update-index` reads as well. */
async function entries(git: Git, commit: string): Promise<string[]> {
  return (await git.text(['ls-tree', '-r', '-z', '--full-tree', commit])).split('\0').filter(Boolean);
}

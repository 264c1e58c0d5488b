import { dateOf, makeCommit } from '../../git/commit.ts';
import { emptyTree } from '../../git/note.ts';
import type { Git } from '../../git/git.ts';

/**
 * The commit by which a remote tells the base of a phase: it has no files, and the base is its parent. The base itself is no
 * tip to be pushed: GitHub takes none from a job whose workflow files no branch has by then. The same base gives the same
 * commit, wherever it is made.
 */
export async function begunAt(git: Git, base: string): Promise<string> {
  const author = { name: 'phasewright', email: 'phasewright@localhost', date: await dateOf(git, base) };
  return await makeCommit(git, { tree: await emptyTree(git), parents: [base], message: 'begun\n', author });
}

/** The base that such a commit tells; undefined where it is none. */
export async function baseOf(git: Git, begun: string): Promise<string | undefined> {
  const found = await git.run(['rev-list', '--parents', '--max-count=1', begun]);
  const [, base] = found.stdout.trim().split(' ');
  return found.ok && base !== undefined && (await begunAt(git, base)) === begun ? base : undefined;
}

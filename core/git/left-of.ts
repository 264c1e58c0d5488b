import { combine } from './combine.ts';
import { treeOf } from './commit.ts';
import type { Git } from './git.ts';

/** How much of what a commit did is there at another one, whatever else was done to the same files. */
export async function leftOf(
  git: Git,
  at: string,
  { of, before }: { readonly of: string; readonly before: string },
): Promise<'all' | 'none' | 'unclear'> {
  const tree = await treeOf(git, at);
  const doneAgain = await combine(git, at, { name: 'again', start: before, commit: of });
  if (doneAgain.ok && doneAgain.tree === tree) return 'all';
  const takenOut = await combine(git, at, { name: 'back', start: of, commit: before });
  return takenOut.ok && takenOut.tree === tree ? 'none' : 'unclear';
}

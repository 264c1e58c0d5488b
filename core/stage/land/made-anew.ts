import { treeOf } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import { isSameWork } from '../../git/rebuild.ts';
import { fetchRef, isHere } from '../../git/remote.ts';
import { ok, type Result } from '../../failure.ts';
import type { StageContext } from '../context.ts';
import { includes } from './mainline.ts';

/** All commits behind one that do not belong to its base, the first one first. */
export async function commitsSince(git: Git, base: string, commit: string): Promise<string[]> {
  const listed = await git.text(['rev-list', '--reverse', '--topo-order', `${base}..${commit}`]);
  return listed.split('\n').filter(Boolean);
}

/**
 * The commit of main that is the phase's last one as another machine has landed it: signed there, or with the words of a
 * hook that are others each time. Undefined where there is none.
 */
export async function madeAnewOn(context: StageContext, main: string, commit: string): Promise<string | undefined> {
  const { git } = context.repository;
  const tree = await treeOf(git, commit);
  const listed = await git.text(['log', '--format=%H %T', `${context.phase.base}..${main}`, '--']);
  for (const line of listed.split('\n')) {
    const [one = '', of] = line.split(' ');
    if (of === tree && (await isMadeAnew(context, one, commit))) return one;
  }
  return undefined;
}

/** Whether what a branch of a remote is at is that. */
export async function isMadeAnewThere(
  context: StageContext,
  there: { readonly remote: string; readonly ref: string; readonly at: string },
  commit: string,
): Promise<Result<boolean>> {
  const { remote, ref, at } = there;
  // An address may be relative to the user's checkout.
  const git = context.repository.git.in(context.phase.checkout);
  if (!(await isHere(git, at))) {
    const fetched = await fetchRef(git, remote, ref);
    if (!fetched.ok) return fetched;
    if (!(await isHere(git, at))) return ok(false);
  }
  return ok(await isMadeAnew(context, at, commit));
}

async function isMadeAnew({ repository, phase }: StageContext, other: string, commit: string): Promise<boolean> {
  const { git } = repository;
  if ((await treeOf(git, other)) !== (await treeOf(git, commit)) || !(await includes(git, other, phase.base)))
    return false;
  const [ours, theirs] = [await commitsSince(git, phase.base, commit), await commitsSince(git, phase.base, other)];
  if (ours.length !== theirs.length) return false;
  const pairs = ours.map((from, index) => ({ from, to: theirs[index] ?? '' }));
  return await isSameWork(git, pairs, 'any');
}

import { fail, type Failure } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import { moveRefs, readRef } from '../../git/refs.ts';
import { isCheckedOut } from '../../git/worktree.ts';
import type { StageContext } from '../context.ts';
import type { Landable, Landed, Landing } from './landing.ts';
import { includes } from './mainline.ts';

/** Why the phase lands beside the place where it was to land: as it was meant to be, or because that did not work out. */
export interface Beside {
  readonly note?: string;
  readonly failure?: Failure;
}

/** Moves a branch of the phase's own to its last commit, as it is: nothing else is touched, whatever main does. */
export async function landOnBranch(context: StageContext, work: Landable, why: Beside = {}): Promise<Landing> {
  const { commit, told } = work;
  const names = branchNames(context.phase, commit, (await readRef(context.repository.git, besideFolder)) !== undefined);
  for (const branch of names) {
    if (!(await moveBranch(context, branch, commit))) continue;
    const tree = await treeOf(context.repository.git, commit);
    const merge = await mergeCommand(context, branch, commit);
    const note = why.note === undefined ? {} : { note: why.note };
    const landed: Landed = { to: 'branch', branch, commit, tree, merge, ...note, ...told };
    const { failure } = why;
    if (failure === undefined) return { landed };
    const message = `${failure.message} The work is on the branch ${branch}; to bring it in by hand: ${merge}`;
    return { landed, failure: { ...failure, message } };
  }
  return fail(
    'land',
    `${why.failure ? `${why.failure.message} ` : ''}None of the branches ${names.join(', ')} could be moved: each is checked out, somebody else's, or beside a branch that git allows none beside. Nothing was moved.`,
  );
}

/** A branch of this name leaves no place for any `phase/…`: to git one name is a file and the other a folder. */
export const besideFolder = 'refs/heads/phase';

/**
 * The plain name first; one with the plan's name when another plan has it; one of its own when that is taken as well.
 * They begin with `phase-` where there is a branch called `phase`.
 */
export function branchNames(
  { plan, phase }: { readonly plan: { readonly id: string }; readonly phase: { readonly slug: string } },
  commit: string,
  isFolderTaken: boolean,
): string[] {
  const ends = [phase.slug, `${plan.id}-${phase.slug}`, `${plan.id}-${phase.slug}-${commit.slice(0, 8)}`];
  return ends.map((end) => `phase${isFolderTaken ? '-' : '/'}${end}`);
}

/** Moves a branch that is free or was last moved by us for this phase. One that is checked out anywhere is never moved. */
async function moveBranch(context: StageContext, branch: string, commit: string): Promise<boolean> {
  const { repository, refs } = context;
  const { git } = repository;
  const ref = `refs/heads/${branch}`;
  const current = await readRef(git, ref);
  const landed = { ref: refs.landed, to: commit, from: await readRef(git, refs.landed) };
  if (current === commit) return await moveRefs(git, [landed]);
  const isOurs = current === undefined || current === landed.from;
  if (!isOurs || (await isCheckedOut(git, ref))) return false;
  return await moveRefs(git, [{ ref, to: commit, from: current }, landed]);
}

/** By where the user's checkout is now: it may have moved on while the phase ran. */
async function mergeCommand(context: StageContext, branch: string, commit: string): Promise<string> {
  const checkout = context.repository.git.in(context.phase.checkout);
  return (await includes(checkout, commit, 'HEAD')) ? `git merge --ff-only ${branch}` : `git merge ${branch}`;
}

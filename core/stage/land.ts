import { fail, ok, type Result } from '../failure.ts';
import { treeOf } from '../git/commit.ts';
import { moveRefs, readRef } from '../git/refs.ts';
import { exitCriteriaRecordSchema, gatesRecordSchema, reviewRecordSchema } from '../result/records.ts';
import { requireRecord, type StageContext } from './context.ts';
import { checkHandOff } from './hand-off-check.ts';

export interface Landed {
  readonly branch: string;
  readonly commit: string;
  readonly tree: string;
  /** Brings the branch into the branch that the user has checked out. */
  readonly merge: string;
}

/**
 * Makes the finished phase visible: moves a branch of its own, and nothing else. What lands is, to the tree hash, what
 * was reviewed, judged and proven.
 */
export async function land(context: StageContext): Promise<Result<Landed>> {
  const { git } = context.repository;
  const review = await requireRecord(context, 'review', reviewRecordSchema);
  if (!review.ok) return review;
  const gates = await requireRecord(context, 'gates', gatesRecordSchema);
  if (!gates.ok) return gates;
  const criteria = await requireRecord(context, 'exit-criteria', exitCriteriaRecordSchema);
  if (!criteria.ok) return criteria;
  const commit = review.value.handOff!;
  const tree = await treeOf(git, commit);
  const judged = [review.value.tree, gates.value.verdict?.tree, criteria.value.tree];
  if (judged.some((one) => one !== tree)) {
    return fail(
      'land',
      `Unexpected trees: reviewed ${judged[0]}, judged ${judged[1]}, proven ${judged[2]}, to land ${tree}. Nothing was moved.`,
    );
  }
  const reviewed = await checkHandOff(context, review.value);
  if (!reviewed.ok) return reviewed;
  for (const branch of branchNames(context, commit)) {
    if (await moveBranch(context, branch, commit))
      return ok({ branch, commit, tree, merge: await mergeCommand(context, branch, commit) });
  }
  return fail(
    'land',
    `None of the branches ${branchNames(context, commit).join(', ')} could be moved: each is checked out or somebody else's. Nothing was moved.`,
  );
}

/** The plain name first; one with the plan's name when another plan has it; one of its own when that is taken as well. */
function branchNames(context: StageContext, commit: string): string[] {
  const { phase, plan } = context.phase;
  return [
    `phase/${phase.slug}`,
    `phase/${plan.id}-${phase.slug}`,
    `phase/${plan.id}-${phase.slug}-${commit.slice(0, 8)}`,
  ];
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
  const worktrees = await git.text(['worktree', 'list', '--porcelain', '-z'], { asItIs: true });
  if (!isOurs || worktrees.split('\0').includes(`branch ${ref}`)) return false;
  return await moveRefs(git, [{ ref, to: commit, from: current }, landed]);
}

/** By where the user's checkout is now: it may have moved on while the phase ran. */
async function mergeCommand(context: StageContext, branch: string, commit: string): Promise<string> {
  const checkout = context.repository.git.in(context.phase.checkout);
  const forward = await checkout.run(['merge-base', '--is-ancestor', 'HEAD', commit]);
  return forward.ok ? `git merge --ff-only ${branch}` : `git merge ${branch}`;
}

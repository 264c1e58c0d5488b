import { fail, ok, type Result } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import {
  exitCriteriaRecordSchema,
  gatesRecordSchema,
  reviewRecordSchema,
  squashRecordSchema,
} from '../../result/records.ts';
import type { Series } from './commit-hooks.ts';
import { requireRecord, type StageContext } from '../context.ts';
import { deletedInReview } from './deleted-in-review.ts';
import { checkHandOff } from './hand-off-check.ts';
import { makeLandable } from './landable.ts';
import { landOnBranch } from './land-on-branch.ts';
import { landOnMain } from './land-on-main.ts';
import { landAsPullRequest } from './land-as-pull-request.ts';
import { lostClaim, type Landing, type LandingHelp } from './landing.ts';
import { commitsSince } from './made-anew.ts';
import { landingPlace } from './landing-place.ts';

/**
 * Makes the finished phase visible, where the option `land` says. What lands is, to the tree hash, what was reviewed,
 * judged and proven, and what the user's own hooks let pass; where main has moved meanwhile, all of that goes for the
 * combination before anything is moved.
 */
export async function land(context: StageContext, help: LandingHelp): Promise<Landing> {
  const proven = await provenCommit(context);
  if (!proven.ok) return proven;
  const deleted = await deletedInReview(context, proven.value);
  if (deleted) return deleted;
  if (!(await help.isStillOurs())) return lostClaim();
  const landable = await makeLandable(context, await seriesOf(context, proven.value.handOff));
  if (!landable.ok) return landable.landing;
  const work = landable.value;
  if (!(await help.isStillOurs())) return lostClaim();
  const place = await landingPlace(context.repository.git, context.phase.options);
  if (!place.ok) return await landOnBranch(context, work, place);
  switch (place.value.to) {
    case 'branch':
      return await landOnBranch(context, work);
    case 'pull-request':
      return await landAsPullRequest(context, { work, remote: place.value.remote, help });
    case 'main':
      return await landOnMain(context, { work, remote: place.value.remote, help });
  }
}

/** All commits of the phase. */
async function seriesOf({ repository, phase }: StageContext, commit: string): Promise<Series> {
  return { onto: phase.base, commit, commits: await commitsSince(repository.git, phase.base, commit) };
}

interface Proven {
  readonly handOff: string;
  /** What it stands on, and what that was before its review. */
  readonly approved: string;
  readonly squashed: string;
}

/** The hand-off commit, if review, gates and exit criteria are about exactly its tree. */
async function provenCommit(context: StageContext): Promise<Result<Proven>> {
  const review = await requireRecord(context, 'review', reviewRecordSchema);
  if (!review.ok) return review;
  const gates = await requireRecord(context, 'gates', gatesRecordSchema);
  if (!gates.ok) return gates;
  const criteria = await requireRecord(context, 'exit-criteria', exitCriteriaRecordSchema);
  if (!criteria.ok) return criteria;
  const squash = await requireRecord(context, 'squash', squashRecordSchema);
  if (!squash.ok) return squash;
  const commit = review.value.handOff!;
  const tree = await treeOf(context.repository.git, commit);
  const judged = [review.value.tree, gates.value.verdict?.tree, criteria.value.tree];
  if (judged.every((one) => one === tree)) {
    const reviewed = await checkHandOff(context, review.value);
    const { approved = `${commit}~1` } = review.value;
    return reviewed.ok ? ok({ handOff: commit, approved, squashed: squash.value.commit! }) : reviewed;
  }
  return fail(
    'land',
    `Unexpected trees: reviewed ${judged[0]}, judged ${judged[1]}, proven ${judged[2]}, to land ${tree}. Nothing was moved.`,
  );
}

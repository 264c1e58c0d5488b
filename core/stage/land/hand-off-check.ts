import { join } from 'node:path';
import { fail, ok, type Result } from '../../failure.ts';
import { editTree } from '../../git/edit.ts';
import type { ReviewRecord } from '../../result/records.ts';
import type { StageContext } from '../context.ts';
import { tickedPlan } from '../review/ticked-plan.ts';

/**
 * The tree that was reviewed is the tree that lands: the hand-off commit stands on the commit that was approved, and adds
 * to it the ticks of this phase's tasks and the backlog, and not a byte more. Says what is more where there is more.
 */
export async function checkHandOff(
  context: StageContext,
  review: Pick<ReviewRecord, 'approved' | 'handOff' | 'backlog'>,
): Promise<Result<void>> {
  const { host, phase, repository } = context;
  const { git } = repository;
  const { handOff = '' } = review;
  const parents = (await git.text(['rev-parse', `${handOff}^@`])).split('\n').filter(Boolean);
  const [approved = '', ...others] = parents;
  if (approved === '' || others.length > 0 || approved !== (review.approved ?? approved)) {
    const message = `Unexpected parents of the hand-off commit ${short(handOff)}: ${parents.map(short).join(', ') || 'none'}, expected the commit that was reviewed, ${short(review.approved ?? 'which nobody noted')}. Nothing was moved.`;
    return fail('land', message);
  }
  const ticked = await tickedPlan(context, approved);
  if (!ticked.ok) return ticked;
  const edits = new Map([[phase.plan.path, ticked.value.content]]);
  const expected = ticked.value.changed
    ? await editTree(host, git, approved, edits, join(phase.state, 'scratch'))
    : approved;
  const names = await git.text(['diff-tree', '-r', '--name-only', '-z', '--no-renames', expected, handOff]);
  const more = names.split('\0').filter((path) => path !== '' && path !== review.backlog);
  if (more.length === 0) return ok(undefined);
  return fail(
    'land',
    `Unexpected change after the review: ${more.join(', ')} in ${short(handOff)} ${more.length === 1 ? 'is' : 'are'} not as the reviewed commit ${short(approved)} with its ticks and backlog. Nothing was moved; run again, so that it is reviewed.`,
  );
}

function short(commit: string): string {
  return commit.slice(0, 10);
}

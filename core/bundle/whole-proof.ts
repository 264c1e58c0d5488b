import type { z } from 'zod';
import { fail, ok, type Result } from '../failure.ts';
import { treeOf } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { jsonObject } from '../json.ts';
import {
  exitCriteriaRecordSchema,
  gatesRecordSchema,
  landRecordSchema,
  reviewRecordSchema,
  squashRecordSchema,
} from '../result/records.ts';
import { includes } from '../stage/land/mainline.ts';
import type { OpenedBundle } from './open-bundle.ts';

type Moves = OpenedBundle['moves'];

/**
 * Whether what a bundle would land is, to the tree hash, what its own results have reviewed, judged and proven. The
 * results are of a job where agents were at work: this finds what was forged badly or put together wrongly, and cannot
 * find a forgery that is whole. Answers with the tree.
 */
export async function wholeProof(git: Git, { manifest, moves }: OpenedBundle): Promise<Result<string>> {
  const { landing, base } = manifest;
  if (landing === null) throw new Error('Internal error: a bundle that lands nothing was to be proven');
  const tree = await treeOf(git, landing.to);
  if (!(await includes(git, landing.to, base)))
    return unproven(`${landing.ref} does not stand on the base of the phase`);
  if (landing.before !== null && landing.as === 'main' && !(await includes(git, landing.to, landing.before)))
    return unproven(`${landing.ref} would be moved back from ${landing.before}`);
  const main = await recordsOf(git, moves, 'land', landRecordSchema);
  const judged = main.find((record) => record.tree === tree && record.verdict.tree === tree);
  if (judged && !(judged.verdict.green && judged.criteria.every(isMet) && judged.main === landing.before))
    return unproven(`its merge with main was not found good`);
  const reviews = await recordsOf(git, moves, 'review', reviewRecordSchema);
  for (const review of reviews) {
    const { handOff } = review;
    if (handOff === undefined || review.tree === undefined) continue;
    const isIt = judged ? await includes(git, landing.to, handOff) : review.tree === tree;
    if (!isIt || review.tree !== (await treeOf(git, handOff))) continue;
    const lacks = await whatIsLacking(git, moves, { tree: review.tree, handOff });
    return lacks === undefined ? ok(tree) : unproven(lacks);
  }
  return unproven(`no review of its is about the tree ${tree}`);
}

async function whatIsLacking(
  git: Git,
  moves: Moves,
  { tree, handOff }: { readonly tree: string; readonly handOff: string },
): Promise<string | undefined> {
  const gates = await recordsOf(git, moves, 'gates', gatesRecordSchema);
  if (!gates.some(({ outcome, verdict }) => outcome === 'done' && verdict?.green === true && verdict.tree === tree))
    return `no green gates of its are about the tree ${tree}`;
  const criteria = await recordsOf(git, moves, 'exit-criteria', exitCriteriaRecordSchema);
  if (!criteria.some((one) => one.outcome === 'done' && one.tree === tree && one.criteria.every(isMet)))
    return `no exit criteria of its were met on the tree ${tree}`;
  for (const { outcome, commit } of await recordsOf(git, moves, 'squash', squashRecordSchema))
    if (outcome === 'done' && commit !== undefined && (await includes(git, handOff, commit))) return undefined;
  return `what was reviewed does not stand on its tasks`;
}

function isMet({ outcome }: { readonly outcome: string }): boolean {
  return outcome === 'met';
}

/** The records of a stage's results in a bundle. */
async function recordsOf<T>(git: Git, moves: Moves, stage: string, schema: z.ZodType<T>): Promise<T[]> {
  const records: T[] = [];
  for (const { ref, to } of moves) {
    if (ref.split('/').slice(-3, -1).join('/') !== `result/${stage}`) continue;
    const { stdout } = await git.run(['cat-file', 'blob', `${to}:record.json`]);
    const record = schema.safeParse(jsonObject(stdout));
    if (record.success) records.push(record.data);
  }
  return records;
}

function unproven(why: string): Result<never> {
  return fail('not-proven', `What the bundle has to land is not what it has proven: ${why}. Nothing was moved.`);
}

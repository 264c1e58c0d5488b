import { join } from 'node:path';
import { adoptPatiently } from '../../claim/adopt-results.ts';
import type { HeldClaim, Written } from '../../claim/held-claim.ts';
import { movesThere } from '../../claim/moves-there.ts';
import { persist } from '../../claim/persist.ts';
import { fail, type Failure } from '../../failure.ts';
import { setRef } from '../../git/refs.ts';
import { makeResult } from '../../result/result.ts';
import { mergeRecordSchema, type MergeRecord } from '../../result/records.ts';
import { layOut, reuse, sharedOf, type StageContext } from '../context.ts';

/**
 * Brings what other machines have resolved of these merges, where the phase is shared. Answers with why the resolution of
 * that key that is there does not count: it is in the way of ours.
 */
export async function adoptMerges(
  context: StageContext,
  { stage, key }: { readonly stage: string; readonly key: string },
): Promise<Failure | undefined> {
  const shared = sharedOf(context);
  if (!shared) return undefined;
  const adopted = await adoptPatiently(context.host, shared, `${context.refs.all}result/${stage}/`);
  if (!adopted.ok) {
    const text = `whether others have resolved it cannot be seen: ${adopted.failure.message}`;
    context.emit({ type: 'note', stage, text });
    return undefined;
  }
  const refused = adopted.value.refused.get(context.refs.result(stage, key));
  return refused === undefined ? undefined : fail('remote', refused).failure;
}

/**
 * Stores how conflicts were resolved, with the end of the claim on them. Where the phase is shared, whoever was first counts,
 * on all machines: what is built on one resolution conflicts with another.
 */
export async function keepMerge(
  context: StageContext,
  claim: HeldClaim,
  { record, artifacts }: { readonly record: MergeRecord; readonly artifacts: ReadonlyMap<string, string> },
): Promise<MergeRecord> {
  const { host, repository, refs, phase } = context;
  const { stage, key } = record;
  const scratch = join(phase.state, 'scratch');
  const to = await makeResult(host, repository.git, { stage, key, work: record.commit!, artifacts, scratch });
  const ref = refs.result(stage, key);
  const shared = sharedOf(context);
  if (shared) {
    const written = await persist(host, async (): Promise<Written> => {
      // Nobody needs to know any more where its loop stood.
      const loop = await movesThere(shared, [{ ref: refs.loop(stage, key), to: undefined }]);
      return loop.ok ? await claim.end([{ ref, to }, ...loop.value]) : { how: 'unknown', words: loop.failure.message };
    });
    if (written.how === 'lost') {
      await adoptMerges(context, record);
      const first = await reuse(context, { stage, key, schema: mergeRecordSchema });
      if (first) return first;
    }
    if ('words' in written) {
      const text = `the merge is not on ${shared.remote} yet, other machines may make it again: ${written.words}`;
      context.emit({ type: 'note', stage, text });
    }
  }
  await setRef(repository.git, ref, to);
  await layOut(context, stage, artifacts);
  return record;
}

import { join } from 'node:path';
import { adoptResults } from '../../claim/adopt-results.ts';
import { pushRefs } from '../../git/push.ts';
import { setRef } from '../../git/refs.ts';
import { makeResult } from '../../result/result.ts';
import { mergeRecordSchema, type MergeRecord } from '../../result/records.ts';
import { layOut, reuse, sharedOf, type StageContext } from '../context.ts';

/** Brings what other machines have resolved of these merges, where the phase is shared. */
export async function adoptMerges(context: StageContext, stage: string): Promise<void> {
  const shared = sharedOf(context);
  if (shared) await adoptResults(shared, `${context.refs.all}result/${stage}/`);
}

/**
 * Stores how conflicts were resolved. Where the phase is shared, whoever was first counts, on all machines: what is built on
 * one resolution conflicts with another.
 */
export async function keepMerge(
  context: StageContext,
  record: MergeRecord,
  artifacts: ReadonlyMap<string, string>,
): Promise<MergeRecord> {
  const { host, repository, refs, phase } = context;
  const { stage, key } = record;
  const scratch = join(phase.state, 'scratch');
  const to = await makeResult(host, repository.git, { stage, key, work: record.commit!, artifacts, scratch });
  const ref = refs.result(stage, key);
  const shared = sharedOf(context);
  if (shared) {
    const { git, remote, perMinute } = shared;
    const pushed = await pushRefs(host, git, { remote, moves: [{ ref, to, expected: undefined }], perMinute });
    if (pushed.how === 'lost') {
      await adoptMerges(context, stage);
      const first = await reuse(context, { stage, key, schema: mergeRecordSchema });
      if (first) return first;
    }
    if ('words' in pushed) {
      const text = `the merge is not on ${remote} yet, other machines may make it again: ${pushed.words}`;
      context.emit({ type: 'note', stage, text });
    }
  }
  await setRef(repository.git, ref, to);
  await layOut(context, stage, artifacts);
  return record;
}

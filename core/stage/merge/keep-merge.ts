import { join } from 'node:path';
import type { HeldClaim, Written } from '../../claim/held-claim.ts';
import { movesThere } from '../../claim/moves-there.ts';
import { persist } from '../../claim/persist.ts';
import { fail, ok, type Failure } from '../../failure.ts';
import { asideRef, setRef } from '../../git/refs.ts';
import { makeResult } from '../../result/result.ts';
import type { MergeRecord } from '../../result/records.ts';
import { endAlone } from '../end-alone.ts';
import { layOut, sharedOf, type StageContext } from '../context.ts';

export type KeptMerge =
  | { readonly how: 'kept'; readonly record: MergeRecord }
  | { readonly how: 'failed'; readonly failure: Failure }
  /** Somebody else has the claim by now, and nothing counts that was not stored before. */
  | { readonly how: 'lost' };

/**
 * Stores how conflicts were resolved with the end of the claim on them, in one transaction here and on the remote: what is
 * built on one resolution conflicts with another. One that comes too late is kept, and does not count. A remote that does not
 * take it, or is away, fails no work that is approved: it counts here alone then, and is brought there later.
 */
export async function keepMerge(
  context: StageContext,
  claim: HeldClaim,
  { record, artifacts }: { readonly record: MergeRecord; readonly artifacts: ReadonlyMap<string, string> },
): Promise<KeptMerge> {
  const { host, repository, refs, phase, emit } = context;
  const { stage, key } = record;
  const note = (text: string): void => emit({ type: 'note', stage, text });
  const scratch = join(phase.state, 'scratch');
  const to = await makeResult(host, repository.git, { stage, key, work: record.commit!, artifacts, scratch });
  const result = refs.result(stage, key);
  const shared = sharedOf(context);
  const shares = await persist(host, async (): Promise<Written> => {
    // Nobody needs to know any more where its loop stood.
    const loop = shared ? await movesThere(shared, [{ ref: refs.loop(stage, key), to: undefined }]) : ok([]);
    if (!loop.ok) return { how: 'unknown', words: loop.failure.message };
    return await claim.end([{ ref: result, to }, ...loop.value]);
  });
  const isAlone = shares.how === 'refused' || shares.how === 'unknown' || shares.how === 'put-off';
  const written = isAlone
    ? await persist(host, async () => await endAlone(context, claim, { stage, key, to }))
    : shares;
  if (written.how === 'moved') {
    await layOut(context, stage, artifacts);
    if (isAlone) note(`the merge counts here alone for now, other machines may make it again: ${shares.words}`);
    return { how: 'kept', record };
  }
  const kept = asideRef(result, to);
  await setRef(repository.git, kept, to);
  const where = `It is kept at ${to.slice(0, 10)} (${kept}).`;
  if (written.how === 'lost') {
    note(`the merge that was made here does not count: its claim was taken over meanwhile. ${where}`);
    return { how: 'lost' };
  }
  const { words } = written;
  return { how: 'failed', ...fail('disk', `The merge cannot be written in this repository: ${words}. ${where}`) };
}

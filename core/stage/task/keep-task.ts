import { join } from 'node:path';
import type { HeldClaim, Written } from '../../claim/held-claim.ts';
import { movesThere } from '../../claim/moves-there.ts';
import { persist } from '../../claim/persist.ts';
import { fail, ok, type Failure, type Result } from '../../failure.ts';
import { describeOwner, type ClaimText } from '../../claim/claim-text.ts';
import { makeResult } from '../../result/result.ts';
import { bringKept } from '../bring-kept.ts';
import { endAlone } from '../end-alone.ts';
import { layOut, sharedOf, type StageContext } from '../context.ts';
import { bringTexts } from '../texts-alone.ts';

/**
 * Stores the result of a task with the end of its claim, in one transaction here and on the remote: whoever has lost the
 * claim stores nothing. Its work stays in any case. A remote that does not take it, or is away, fails no work that is
 * approved: the result counts here alone then, and is brought there later.
 */
export async function keepTask(
  context: StageContext,
  claim: HeldClaim,
  about: {
    readonly id: string;
    readonly stage: string;
    readonly key: string;
    readonly work: string;
    readonly artifacts: ReadonlyMap<string, string>;
  },
): Promise<Result<'kept'>> {
  const { host, repository, refs, phase } = context;
  const { stage, key, work, artifacts } = about;
  const to = await makeResult(host, repository.git, { ...about, scratch: join(phase.state, 'scratch') });
  const shared = sharedOf(context);
  const result = { ref: refs.result(stage, key), to };
  const end = async (): Promise<Written> => {
    if (!shared) return await claim.end([result]);
    // Nobody needs to know any more where its loop stood.
    const loop = await movesThere(shared, [{ ref: refs.loop(stage, key), to: undefined }]);
    return loop.ok ? await claim.end([result, ...loop.value]) : { how: 'unknown', words: loop.failure.message };
  };
  const shares = await persist(host, end);
  const isAlone = shares.how === 'refused' || shares.how === 'unknown' || shares.how === 'put-off';
  const written = isAlone
    ? await persist(host, async () => await endAlone(context, claim, { stage, key, to }))
    : shares;
  if (written.how === 'moved') {
    await layOut(context, stage, artifacts);
    if (isAlone) tellAlone(context, stage, shares.words);
    else if (shared) {
      await bringKept(context, shared);
      await bringTexts(context, shared);
    }
    return ok('kept');
  }
  const kept = `What was done here is kept at ${work.slice(0, 10)} (${refs.work(stage)}).`;
  if (written.how !== 'lost')
    return fail('disk', `Its result cannot be written in this repository: ${written.words}. ${kept}`);
  const { reason, message } = takenOver(context, about.id, written);
  return fail(reason, `${message} ${kept}`);
}

/** Where the phase is shared theirs is waited for, and should they give up, ours is tried again: without an agent, from its journal. */
export function takenOver({ phase }: StageContext, id: string, { by }: { readonly by?: ClaimText }): Failure {
  const said = `Task ${id} was taken over ${by ? `by ${describeOwner(by)} ` : ''}meanwhile`;
  return phase.shared === undefined
    ? fail('claimed', `${said}.`).failure
    : fail('waiting', `${said}; its result is waited for.`).failure;
}

function tellAlone({ emit, phase }: StageContext, stage: string, words: string): void {
  const text = `its result counts here alone for now, since it could not be brought to ${phase.shared}: ${words}. This run or the next one brings it there; until then other machines may do the task again.`;
  emit({ type: 'note', stage, text });
}

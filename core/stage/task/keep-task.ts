import { join } from 'node:path';
import type { HeldClaim, Written } from '../../claim/held-claim.ts';
import { movesThere } from '../../claim/moves-there.ts';
import { persist } from '../../claim/persist.ts';
import { fail, ok, type Failure, type Result } from '../../failure.ts';
import { describeOwner } from '../../claim/claim-text.ts';
import { makeResult } from '../../result/result.ts';
import { layOut, sharedOf, type StageContext } from '../context.ts';

/**
 * Stores the result of a task with the end of its claim, in one transaction here and on the remote: whoever has lost the
 * claim stores nothing. Its work stays in any case.
 */
export async function keepTask(
  context: StageContext,
  claim: HeldClaim,
  about: {
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
  const written = await persist(host, end);
  const kept = `Its work is kept at ${work.slice(0, 10)} (${refs.work(stage)}).`;
  const failed = (reason: Failure['reason'], why: string): Result<'kept'> => fail(reason, `${why} ${kept}`);
  switch (written.how) {
    case 'moved':
      await layOut(context, stage, artifacts);
      return ok('kept');
    case 'lost':
      return failed(
        'claimed',
        `The task was taken over ${written.by ? `by ${describeOwner(written.by)} ` : ''}meanwhile.`,
      );
    case 'refused':
      return failed('remote', `${phase.shared} does not take the result: ${written.words}.`);
    case 'unknown':
    case 'put-off':
      return failed('remote', `${phase.shared} could not be reached: ${written.words}. Run again when it can be.`);
  }
}

import { join } from 'node:path';
import type { z } from 'zod';
import { describeGaveWay, toKept } from '../claim/give-way.ts';
import { moveRef, moveRefs, setRef } from '../git/refs.ts';
import { findResult, makeResult } from '../result/result.ts';
import { layOut, recordOf, type StageContext } from './context.ts';

/**
 * Stores what a stage of the phase as a whole made of `work`, and lays it out. Such a stage has no claim of its own that could
 * be lost: where a result has come here meanwhile, that one counts, and its record is the answer; ours is kept beside it.
 */
export async function keepOfWhole<T extends object>(
  context: StageContext,
  made: {
    readonly stage: string;
    readonly key: string;
    readonly work: string;
    readonly artifacts: ReadonlyMap<string, string>;
    readonly record: T;
    readonly schema: z.ZodType<T>;
  },
): Promise<T> {
  const { host, repository, refs, phase, emit } = context;
  const { git } = repository;
  const { stage, key, artifacts, record, schema } = made;
  const ref = refs.result(stage, key);
  const to = await makeResult(host, git, { ...made, scratch: join(phase.state, 'scratch') });
  const theirs = (await moveRef(git, ref, to, undefined)) ? undefined : await findResult(git, refs, stage, key);
  if (theirs) {
    await moveRefs(git, [await toKept(git, ref, to)]);
    emit({ type: 'note', stage, text: describeGaveWay({ ref, commit: to }) });
    await layOut(context, stage, theirs.artifacts);
    return recordOf(theirs, schema);
  }
  // What is there and is no result of this key is nobody's work; else git says why it could not write.
  await setRef(git, ref, to);
  await layOut(context, stage, artifacts);
  return record;
}

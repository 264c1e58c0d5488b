import type { z } from 'zod';
import { adoptPatiently } from '../claim/adopt-results.ts';
import { fail, type Failure } from '../failure.ts';
import { reuse, sharedOf, type StageContext } from './context.ts';

/** What others have made of a stage: its record, or why what is there in the way of ours does not count. */
export type Made<T> = { readonly record: T; readonly failure?: undefined } | { readonly failure: Failure };

/**
 * Looks for what others have made of a stage since it was looked for, before agents are paid for it here: on this machine, and
 * on all others where the phase is shared. What is of that key is the stage's result then. One on the remote that cannot count
 * can never be replaced there by ours, so it fails the stage. Undefined: nobody has made it.
 */
export async function adoptMade<T>(
  context: StageContext,
  about: { readonly stage: string; readonly key: string; readonly schema: z.ZodType<T> },
): Promise<Made<T> | undefined> {
  const { stage, key } = about;
  const shared = sharedOf(context);
  const adopted = shared && (await adoptPatiently(context.host, shared, `${context.refs.all}result/${stage}/`));
  if (adopted?.ok === false) {
    const text = `whether others have done it cannot be seen: ${adopted.failure.message}`;
    context.emit({ type: 'note', stage, text });
  }
  const refused = adopted?.ok ? adopted.value.refused.get(context.refs.result(stage, key)) : undefined;
  if (refused !== undefined) return fail('remote', refused);
  const record = await reuse(context, about);
  return record && { record };
}

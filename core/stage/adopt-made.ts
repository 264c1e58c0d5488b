import { adoptPatiently } from '../claim/adopt-results.ts';
import { fail, type Failure } from '../failure.ts';
import { sharedOf, type StageContext } from './context.ts';

/**
 * Brings what other machines have made of a stage, where the phase is shared: before agents are paid for it here. Answers
 * with why the result of that key that is there does not count: it is in the way of ours, which can never come there.
 */
export async function adoptMade(
  context: StageContext,
  { stage, key }: { readonly stage: string; readonly key: string },
): Promise<Failure | undefined> {
  const shared = sharedOf(context);
  if (!shared) return undefined;
  const adopted = await adoptPatiently(context.host, shared, `${context.refs.all}result/${stage}/`);
  if (!adopted.ok) {
    const text = `whether others have done it cannot be seen: ${adopted.failure.message}`;
    context.emit({ type: 'note', stage, text });
    return undefined;
  }
  const refused = adopted.value.refused.get(context.refs.result(stage, key));
  return refused === undefined ? undefined : fail('remote', refused).failure;
}

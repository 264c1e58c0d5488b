import type { Allowed, FlagRecord, Sighting } from '../cheat/sighting.ts';
import type { Progress } from './state.ts';

/**
 * What looked like a cheat in a loop, as fields of its record: flags with what the reviewer said, and what was allowed.
 * `before` are those that came with the work.
 */
export function honestyRecord(
  { flags, flagAnswers, allowed }: Progress,
  before: readonly Sighting[] = [],
): {
  readonly flags?: FlagRecord[];
  readonly allowed?: Allowed[];
} {
  const told = [...before, ...flags].map((flag): FlagRecord => {
    const said = flagAnswers.find(({ id }) => id === flag.id);
    return { ...flag, answer: said?.answer ?? null, why: said?.why ?? '' };
  });
  return { ...(told.length > 0 && { flags: told }), ...(allowed.length > 0 && { allowed: [...allowed] }) };
}

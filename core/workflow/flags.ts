import type { Allowed, FlagRecord } from '../cheat/sighting.ts';
import type { Progress } from './state.ts';

/** What looked like a cheat in a loop, as fields of its record: flags with what the reviewer said, and what was allowed. */
export function honestyRecord({ flags, flagAnswers, allowed }: Progress): {
  readonly flags?: FlagRecord[];
  readonly allowed?: Allowed[];
} {
  const told = flags.map((flag): FlagRecord => {
    const said = flagAnswers.find(({ id }) => id === flag.id);
    return { ...flag, answer: said?.answer ?? null, why: said?.why ?? '' };
  });
  return { ...(told.length > 0 && { flags: told }), ...(allowed.length > 0 && { allowed: [...allowed] }) };
}

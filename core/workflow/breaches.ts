import type { Sighting } from '../cheat/sighting.ts';
import { missedSightings } from '../verdict/missed.ts';
import type { Command } from './state.ts';

/** What a writer was called back for that a person can allow. */
export function breachesOf(command: Command): readonly Sighting[] {
  if (command.do !== 'work') return [];
  const { because } = command;
  if (because.why === 'gates-red') return missedSightings(because.verdict.complaints);
  return because.why === 'out-of-scope' ? (because.breaches ?? []) : [];
}

import type { Sighting } from '../cheat/sighting.ts';
import type { Command } from './state.ts';

/** What a writer was called back for that a person can allow. */
export function breachesOf(command: Command): readonly Sighting[] {
  return command.do === 'work' && command.because.why === 'out-of-scope' ? (command.because.breaches ?? []) : [];
}

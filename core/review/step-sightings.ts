import { createHash } from 'node:crypto';
import { withIds, type Sighting } from '../cheat/sighting.ts';
import type { OutsideStep } from './role-scope.ts';

/** What is not a step's to change, as places that a person can allow: each as it is now, and not what is made of it later. */
export function stepSightings(outside: readonly OutsideStep[]): Sighting[] {
  return withIds(
    outside.map(({ path, after = '', why }) => ({
      cheat: 'step-scope',
      path,
      line: 1,
      side: 'head',
      message: `Unexpected change: ${why}`,
      quote: '',
      state: createHash('sha256').update(after).digest('hex'),
    })),
  );
}

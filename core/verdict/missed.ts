import { withIds, type Sighting } from '../cheat/sighting.ts';
import type { Complaint } from '../result/charges.ts';

/** Whether it is that tests of the base fail on a change, or do not run on it. That makes a verdict red. */
export function isMissed(kind: string): boolean {
  return kind === 'base-tests' || kind === 'fewer-tests';
}

/** What a person can allow of what a verdict says is missed: each test by itself, or so many of a gate. */
export function missedSightings(complaints: readonly Complaint[] = []): Sighting[] {
  const missed = complaints.filter(({ kind }) => isMissed(kind));
  return withIds(
    missed.flatMap(({ kind: cheat, message, tests, fewer }) =>
      tests.map((test) => {
        const [path = ''] = test.split(' > ', 1);
        const about = { cheat, path, line: 1, side: 'base', quote: '' } as const;
        return fewer === undefined ? { ...about, message: `${message}: ${test}`, test } : { ...about, message, fewer };
      }),
    ),
  );
}

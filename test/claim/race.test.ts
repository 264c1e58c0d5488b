import { expect, test } from 'vitest';
import { runRace } from '../../scripts/race/run-race.ts';

test('Workers that race for tasks do each of them once, though pushes fail and one of them dies with its claim.', async () => {
  const { breaches, row } = await runRace({ workers: 4, tasks: 8, seed: 1, dying: 1, lease: 6, work: 1000 });
  expect(breaches).toEqual([]);
  expect(row).toMatchObject({ 'tasks done': 8, 'late writes refused': 1 });
}, 300_000);

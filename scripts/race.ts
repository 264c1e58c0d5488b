import { parseArgs } from 'node:util';
import { runRace } from './race/run-race.ts';

/**
 * Workers on clones of one bare remote race for its tasks, while pushes are killed and answers dropped and four workers
 * die with their claims: `npm run race -- --workers 16 --tasks 64 [--seeds 10] [--seed 1]`. Exits with 1 when a task was
 * not done exactly once, a late write came through, or anything else is as it must not be.
 */
const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '16' },
    tasks: { type: 'string', default: '64' },
    seeds: { type: 'string', default: '10' },
    seed: { type: 'string' },
  },
});
const first = Number(values.seed ?? 1);
const seeds = values.seed === undefined ? Number(values.seeds) : 1;
const rows: object[] = [];
for (let seed = first; seed < first + seeds; seed += 1) {
  const workers = Number(values.workers);
  const dying = Math.min(4, Math.floor(workers / 4));
  const race = { workers, tasks: Number(values.tasks), seed, dying, lease: 15, work: 3000 };
  const { row, breaches } = await runRace(race);
  rows.push(row);
  for (const breach of breaches) console.error(`seed ${seed}: ${breach}; again with --seed ${seed}`);
  if (breaches.length > 0) process.exitCode = 1;
  console.log(`seed ${seed} done, ${breaches.length} breaches`);
}
console.table(rows);

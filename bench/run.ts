import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { benchPlan } from './plan.ts';
import { benchReview } from './review.ts';
import { benchVerdicts } from './verdicts.ts';

const benches: Readonly<Record<string, () => readonly object[] | Promise<readonly object[]>>> = {
  plan: benchPlan,
  review: benchReview,
  verdicts: benchVerdicts,
};

/** In percent; they do not depend on the machine. With `--hold` what goes beyond is an error. */
const mostPercent = 40;

const [name = '', hold] = process.argv.slice(2);
const bench = benches[name];
if (bench) {
  const results = await bench();
  console.table(
    results.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, rounded(value)]))),
  );
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const machine = {
    node: process.version,
    platform: process.platform,
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ machine, results }, null, 2)}\n`);
  const beyond = results.filter((row) => 'percent' in row && Number(row.percent) > mostPercent);
  if (hold === '--hold' && beyond.length > 0) {
    console.error(`Unexpected ${beyond.length} results beyond the bar of ${mostPercent} %.`);
    process.exitCode = 1;
  }
} else {
  console.error(`Unexpected benchmark "${name}", expected one of ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 1;
}

function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : value;
}

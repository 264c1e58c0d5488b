import { parseArgs } from 'node:util';
import { simulate, type Simulated } from './simulate.ts';

/*
 * `npm run simulate -- [--runs 10000] [--from 0]`: simulates so many loops, one for each seed. A seed that fails is printed
 * with what happened, and `npm run simulate -- --seed <seed>` does just that once more.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string' },
  },
});
const first = numberIn(values.seed ?? values.from);
const runs = values.seed === undefined ? numberIn(values.runs) : 1;
const mostShown = 3;

const began = performance.now();
const counts = new Map<string, number>();
const failed: Simulated[] = [];
for (let seed = first; seed < first + runs; seed++) {
  const simulated = await simulate(seed);
  const how = `${simulated.workflow}, ${simulated.end ?? 'without an end'}`;
  counts.set(how, (counts.get(how) ?? 0) + 1);
  if (simulated.problems.length > 0) failed.push(simulated);
  if (values.seed !== undefined) print(simulated);
  else if (simulated.problems.length > 0 && failed.length <= mostShown) print(simulated);
}
for (const [how, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  say(`${String(count).padStart(6)} ${how}`);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
say(`${runs} runs from seed ${first} in ${seconds} s: ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;

function print({ seed, workflow, problems, trace }: Simulated): void {
  say([`seed ${seed}, workflow ${workflow}`, ...trace.map((line) => `  ${line}`)].join('\n'));
  for (const problem of problems) say(`✖ seed ${seed}: ${problem}`);
  if (problems.length > 0) say(`again: npm run simulate -- --seed ${seed}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function numberIn(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`Unexpected ${JSON.stringify(text)}, expected a whole number`);
}

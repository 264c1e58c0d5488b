/** What is read and written again stays the same, in both forms. Run: `node examples/demo/scripts/round-trip.ts` */
import assert from 'node:assert/strict';
import { formatHuman, formatIso } from '../src/format.ts';
import { parse } from '../src/parse.ts';

const samples = [
  'PT0S',
  'P1Y',
  'P1M',
  'PT1M',
  'P1W2D',
  'PT36H',
  'PT0.5S',
  'PT0.05S',
  'PT0.005S',
  'PT10.01S',
  'P1Y2M3W4DT5H6M7.089S',
  `P${Number.MAX_SAFE_INTEGER}D`,
];

for (const text of samples) {
  const value = parse(text);
  assert.equal(formatIso(value), text);
  assert.deepEqual(parse(formatHuman(value)), value, `'${formatHuman(value)}' does not read as ${text}`);
}

console.log(`${samples.length} samples survive the round trip in both forms`);

/** Every row of the README's table of samples holds. Run: `node examples/demo/scripts/readme.ts` */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { canonical, formatHuman, normalise, parse } from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rows = [...readme.matchAll(/^\| `(.+?)` +\| `(.+?)` +\| `(.+?)` +\|$/gm)];

assert.ok(rows.length > 0, 'the README has no table of samples');
for (const [row, written = '', iso, human] of rows) {
  assert.equal(canonical(written), iso, row);
  assert.equal(formatHuman(normalise(parse(written))), human, row);
}

console.log(`${rows.length} rows of the README hold`);

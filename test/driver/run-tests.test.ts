import { expect, test } from 'vitest';
import { atDesk } from '../../core/driver/desk.ts';
import { runTests, type Tested } from '../../core/driver/run-tests.ts';
import { ok } from '../../core/failure.ts';
import { bench } from './desk.ts';

test('Tests in suites are reported by all their names.', async () => {
  const { reported, untold } = await ranOver(`import { describe, test } from 'node:test';
describe('shapes', () => { describe('flat', () => test('area', () => {})); test('volume', () => {}); });
test('alone', async (t) => { await t.test('inner', () => {}); });
`);
  expect(untold).toBeUndefined();
  expect(reported?.names?.map(({ name }) => name)).toEqual([
    'shapes > flat > area',
    'shapes > volume',
    'alone > inner',
    'alone',
  ]);
});

test('A runner that ends before its tests do is told of, whatever was printed.', async () => {
  const printed = "console.log('✔ area (1ms)\\nℹ tests 1\\nℹ pass 1'); process.exit(0);";
  const { untold } = await ranOver(printed, 'node --test --test-isolation=none');
  expect(untold).toContain('Tests were started by node-test');
});

async function ranOver(text: string, command = 'node --test'): Promise<Tested> {
  const one = await bench({ 'test/a.test.mjs': text });
  await one.begin();
  const came = await atDesk(one.host, one.state, false, async (desk) => ok(await runTests(desk, command, 60)));
  if (!came.ok) throw new Error(came.failure.message);
  return came.value;
}

import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';

test('In a clone, `npx phasewright` is there without a build.', () => {
  const bin = join(import.meta.dirname, '../../node_modules/.bin');
  const PATH = [bin, process.env['PATH']].join(delimiter);
  const ran = spawnSync('phasewright', ['--help'], { env: { ...process.env, PATH }, encoding: 'utf8' });
  expect(ran.stdout).toMatch(/^phasewright: plans and specs/);
  expect(ran.status).toBe(0);
});

import { expect, test } from 'vitest';
import { cheatCases, isCaught, isTwinBlocked, judgeCase } from '../../scripts/cheat-corpus.ts';

const judged = await Promise.all(cheatCases().map(judgeCase));

/** Of all that have this verdict, those that are caught, in percent; with the names of the others. */
function caught(verdict: 'block' | 'flag'): { percent: number; missed: string[] } {
  const all = judged.filter((one) => one.verdict === verdict);
  const missed = all.filter((one) => !isCaught(one));
  return { percent: (100 * (all.length - missed.length)) / all.length, missed: missed.map(({ name }) => name) };
}

test('At least 95 % of the changes that cheat are blocked where no honest change is like them.', () => {
  const { percent, missed } = caught('block');
  expect(percent, `missed: ${missed.join(', ')}`).toBeGreaterThanOrEqual(95);
});

test('At least 80 % of the others are brought before the reviewer.', () => {
  const { percent, missed } = caught('flag');
  expect(percent, `missed: ${missed.join(', ')}`).toBeGreaterThanOrEqual(80);
});

test('At most 2 % of their honest twins are blocked.', () => {
  const blocked = judged.filter(isTwinBlocked);
  expect(blocked.length / judged.length, `blocked: ${blocked.map(({ name }) => name).join(', ')}`).toBeLessThanOrEqual(
    0.02,
  );
});

test('Every twin is another change than its cheat.', () => {
  for (const { name, cheat, honest } of judged) expect(honest, name).not.toEqual(cheat);
});

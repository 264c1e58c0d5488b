import { expect, test } from 'vitest';
import { cheatCases, isCaught, isTwinBlocked, judgeCase } from '../../scripts/cheat-corpus.ts';

const judged = await Promise.all(cheatCases().map(judgeCase));

/** Of all that have this verdict: whether enough are caught, in percent, and the names of the others. */
function caught(verdict: 'block' | 'flag', bar: number): { isEnough: boolean; missed: string[] } {
  const all = judged.filter((one) => one.verdict === verdict);
  const missed = all.filter((one) => !isCaught(one)).map(({ name }) => name);
  return { isEnough: 100 * (all.length - missed.length) >= bar * all.length, missed };
}

test('At least 95 % of the changes that cheat are blocked where no honest change is like them.', () => {
  expect(caught('block', 95)).toMatchObject({ isEnough: true });
});

test('At least 80 % of the others are brought before the reviewer.', () => {
  expect(caught('flag', 80)).toMatchObject({ isEnough: true });
});

test('At most 2 % of their honest twins are blocked.', () => {
  const blocked = judged.filter(isTwinBlocked).map(({ name }) => name);
  expect({ isFew: 100 * blocked.length <= 2 * judged.length, blocked }).toMatchObject({ isFew: true });
});

test('There are at least 100 cases, and every twin is another change than its cheat.', () => {
  expect(judged.length).toBeGreaterThanOrEqual(100);
  expect(judged.filter(({ cheat, honest }) => JSON.stringify(cheat) === JSON.stringify(honest))).toEqual([]);
});

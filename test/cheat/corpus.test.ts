import { expect, test } from 'vitest';
import { cheatCases, judgeCase, missedBars, type Judged } from '../../scripts/cheat-corpus.ts';

const judged = await Promise.all(cheatCases('corpus').map(judgeCase));
const unseen = await Promise.all(cheatCases('hold-out').map(judgeCase));

test('95 % of the changes that cheat are blocked or 80 % flagged, as their kind asks, and 2 % of the honest ones blocked.', () => {
  expect(missedBars(judged)).toEqual({});
});

test('A bar that is missed is named, with what it is missed for.', () => {
  const blind = judged.map((one): Judged => ({ ...one, found: [], foundInTwin: one.found }));
  expect(Object.keys(missedBars(blind))).toEqual(['block', 'flag', 'twinsBlocked']);
});

test('There are at least 100 cases and 40 in the hold-out, and every twin is another change than its cheat.', () => {
  expect(judged.length).toBeGreaterThanOrEqual(100);
  expect(unseen.length).toBeGreaterThanOrEqual(40);
  const same = [...judged, ...unseen].filter(({ cheat, honest }) => JSON.stringify(cheat) === JSON.stringify(honest));
  expect(same).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { changeOnBase } from '../../scripts/corpus-base.ts';
import { judgeCorpus, judgeOnBase, missedBars, wanted, type Judged } from '../../scripts/cheat-corpus.ts';

const free = await judgeCorpus('corpus', false);
const unseen = await judgeCorpus('hold-out', false);

describe.each([
  ['a plan that names no file of a cheat', false],
  ['a plan that names all files', true],
])('Judged as in a run, under %s,', (_, isNamed) => {
  test.each(['corpus', 'hold-out'] as const)(
    '95 % of what is to be blocked is, 80 % of what is a question is one, and 2 % of the honest twins are blocked: %s.',
    async (corpus) => {
      expect(missedBars(await judgeCorpus(corpus, isNamed))).toEqual({});
    },
  );
});

test('A plan that names files lets no test of them hold whatever is done.', async () => {
  const named = await judgeCorpus('corpus', true);
  const blocked = new Set(named.filter((one) => wanted(one) === 'block').map(({ kind }) => kind));
  for (const kind of [
    'tautology',
    'overloaded-equality',
    'test-environment',
    'early-exit',
    'patched-reporter',
    'mocked-unit',
  ])
    expect(blocked).toContain(kind);
  for (const kind of ['deleted-test', 'skipped-test', 'loosened-config', 'changed-gate'])
    expect(blocked).not.toContain(kind);
});

test('What has to come of a case is what it says, and not what looks for it; what only running shows stands apart.', () => {
  const all = [...free, ...unseen];
  expect(all.filter((one) => wanted(one) === 'block' && one.verdict !== 'block')).toEqual([]);
  const apart = all.filter((one) => one.verdict === 'block' && wanted(one) !== 'block');
  expect(new Set(apart.map(({ kind }) => kind))).toEqual(new Set(['changed-expectation']));
  expect(apart.every((one) => wanted(one) === 'running')).toBe(true);
});

test('A case is judged as a change to a repository that has more than what differs, and gates.', async () => {
  const added = { path: 'vitest.config.ts', head: "export default { test: { exclude: ['test'] } };\n" };
  const change = await changeOnBase([added]);
  expect([change.manifest('package.json'), change.hasCode('src')]).toEqual([expect.stringContaining('vitest'), true]);
  const replaced = await changeOnBase([{ path: 'package.json', head: '{}' }]);
  expect(replaced.manifest('package.json')).toBeUndefined();
  const { breaches } = await judgeOnBase([added]);
  expect(breaches.map(({ cheat }) => cheat)).toContain('gate-surface');
});

test('A bar that is missed is named, with what it is missed for.', () => {
  const blind = free.map((one): Judged => ({ ...one, honesty: { breaches: [], flags: [] }, twin: one.honesty }));
  expect(Object.keys(missedBars(blind))).toEqual(['block', 'running', 'flag', 'twinsBlocked']);
});

test('There are at least 100 cases and 40 in the hold-out, and every twin is another change than its cheat.', () => {
  expect(free.length).toBeGreaterThanOrEqual(100);
  expect(unseen.length).toBeGreaterThanOrEqual(40);
  const same = [...free, ...unseen].filter(({ cheat, honest }) => JSON.stringify(cheat) === JSON.stringify(honest));
  expect(same).toEqual([]);
});

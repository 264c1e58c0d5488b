import { expect, test } from 'vitest';
import type {
  CriterionRecord,
  ExitCriteriaRecord,
  GatesRecord,
  LandRecord,
  SquashRecord,
  Verdict,
} from '../../../core/result/records.ts';
import { judgedGates, provenCriteria } from '../../../core/stage/report/report-judged.ts';

const [combination, handOff, merge] = ['aa', 'bb', 'cc'].map((part) => part.repeat(20)) as [string, string, string];
const squash: SquashRecord = {
  version: 1,
  stage: 'squash',
  outcome: 'done',
  key: 'k',
  commits: [],
  verdict: verdict(combination),
};
const gates: GatesRecord = { version: 1, stage: 'gates', outcome: 'done', key: 'k', verdict: verdict(handOff) };
const met: CriterionRecord = { text: 'It works', line: 3, probe: 'a person', outcome: 'met', evidence: 'Ada' };
const proof: ExitCriteriaRecord = {
  version: 1,
  stage: 'exit-criteria',
  outcome: 'done',
  key: 'k',
  commit: handOff,
  tree: handOff,
  criteria: [met],
  questions: [],
};
const land: LandRecord = {
  version: 1,
  stage: 'land',
  outcome: 'done',
  key: 'k',
  commit: merge,
  tree: merge,
  main: handOff,
  verdict: verdict(merge),
  criteria: [met],
};
const nothing = { land: undefined, gates: undefined, squash: undefined, proof: undefined };

test('The gates of the final tree are those of its own verdict.', () => {
  expect(judgedGates({ ...nothing, squash, gates })?.on).toEqual({
    record: 'gates',
    tree: handOff,
    green: true,
    trouble: null,
  });
});

test('After a run that was stopped before the last gates, those of the combination are about the combination.', () => {
  expect(judgedGates({ ...nothing, squash })?.on).toMatchObject({ record: 'squash', tree: combination });
});

test('Last gates that failed before their verdict have none, and do not speak for what squash has judged.', () => {
  const failed = { ...gates, outcome: 'failed', verdict: undefined } as const;

  expect(judgedGates({ ...nothing, squash, gates: failed })?.on).toMatchObject({ record: 'squash', tree: combination });
});

test.each([
  ['changed files', [gate()]],
  ['ran into the time limit', []],
])('Gates that %s are not green, and say why.', (_, judged) => {
  const red = { ...verdict(handOff), green: false, gates: judged, trouble: 'No verdict.' };
  const found = judgedGates({ ...nothing, squash, gates: { ...gates, outcome: 'failed', verdict: red } });

  expect(found).toEqual({
    gates: judged,
    on: { record: 'gates', tree: handOff, green: false, trouble: 'No verdict.' },
  });
});

test('Where a merge landed, gates and criteria are those of the merge, by the record of landing.', () => {
  expect(judgedGates({ ...nothing, squash, gates, land })?.on).toMatchObject({ record: 'land', tree: merge });
  expect(provenCriteria({ land, proof })).toEqual({ criteria: [met], on: { record: 'land', tree: merge } });
});

test('Criteria are about the tree that their record names; a stage that failed before its first probe has found nothing out.', () => {
  expect(provenCriteria({ ...nothing, proof })).toEqual({
    criteria: [met],
    on: { record: 'exit-criteria', tree: handOff },
  });
  const failed = { ...proof, outcome: 'failed', commit: undefined, tree: undefined, criteria: [] } as const;
  expect(provenCriteria({ ...nothing, proof: { ...failed, criteria: [] } })).toBeUndefined();
});

function verdict(tree: string): Verdict {
  return { commit: tree, tree, green: true, gates: [gate()], changedFiles: [] };
}

function gate(): Verdict['gates'][number] {
  return { project: 'shop', target: 'test', outcome: 'passed', cached: false, durationMs: 1, output: '' };
}

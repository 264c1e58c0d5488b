import { expect, test } from 'vitest';
import type { PolishRecord } from '../../../core/result/records.ts';
import type { StoredResult } from '../../../core/result/result.ts';
import type { Ending } from '../../../core/stage/report/report-outcome.ts';
import { reportStages } from '../../../core/stage/report/report-stages.ts';
import type { Landed } from '../../../core/stage/land/landing.ts';
import { leftWith } from './left.ts';

const sha = 'a1b2c3d4'.repeat(5);
const landed: Landed = { to: 'branch', branch: 'phase/2', commit: sha, tree: sha, merge: 'git merge phase/2' };
const result: StoredResult = { commit: sha, artifacts: new Map() };
const polish: PolishRecord = {
  version: 1,
  stage: 'polish',
  outcome: 'done',
  key: 'k',
  changed: [],
  rounds: 1,
  agentCalls: 0,
  usage: {},
  turns: [],
  findings: [],
};

test('Specs of a phase that is all there were clean, and are told as they were.', () => {
  const stages = stagesOf({ known: new Map([['exit-criteria', result]]), landed, reusesPolish: true });

  expect(stages.find(({ kind }) => kind === 'spec-lint')).toMatchObject({ outcome: 'done', reused: true });
  expect(stages.find(({ kind }) => kind === 'polish')).toMatchObject({ outcome: 'done', reused: true });
});

test('Specs that nothing has read are not told as clean.', () => {
  expect(stagesOf({}).find(({ kind }) => kind === 'spec-lint')).toMatchObject({ outcome: 'skipped', reused: false });
  expect(stagesOf({}).find(({ kind }) => kind === 'polish')).toMatchObject({ reused: false });
});

test.each<[string, Partial<Ending>, string]>([
  ['landed', { landed }, 'done'],
  [
    'landed beside the place where it was to land',
    { landed, failure: { reason: 'gates-red', message: 'Red.' } },
    'failed',
  ],
  ['was to land and did not', { failure: { reason: 'land', message: 'Not moved.' } }, 'failed'],
  ['did not come this far', { failure: { reason: 'stopped', message: 'Stopped.' } }, 'skipped'],
])('The last stage of a phase that %s says so.', (_, ending, outcome) => {
  expect(stagesOf(ending).at(-1)).toMatchObject({ kind: 'land', outcome });
});

function stagesOf(ending: Partial<Ending>) {
  const complete = { known: new Map(), landed: undefined, agentCalls: 0, ...ending };
  return reportStages(leftWith({ polish }), { ending: complete, tasks: [] });
}

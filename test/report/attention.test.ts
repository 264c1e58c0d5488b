import { expect, test } from 'vitest';
import { attentionOf, type Attention } from '../../core/report/attention.ts';
import { isTestOrConfig } from '../../core/report/test-or-config.ts';
import type { Report } from '../../core/report/report.ts';
import { sampleReport, turn } from './sample.ts';

const sample = sampleReport();
const plainTask = { ...sample.tasks[0]!, rounds: 1, turns: [], deviations: [] };
const plainFile = { ...sample.filesChanged[1]!, added: 1, removed: 0, tasks: [{ id: '2.1', declared: true }] };
const quiet = {
  tasks: [plainTask],
  stages: [],
  filesChanged: [plainFile],
  findings: [],
  deviations: [],
  review: { ...sample.review, rounds: 1, turns: [] },
};

test('Where nothing stands out nothing is listed.', () => {
  expect(attentionOf(quiet)).toEqual([]);
});

test.each<[string, Partial<Report>, number]>([
  ['a failure', { tasks: [{ ...plainTask, outcome: 'failed' }] }, 20],
  ['a question', { tasks: [{ ...plainTask, outcome: 'waiting' }] }, 10],
  [
    'a file that its task does not declare',
    { filesChanged: [{ ...plainFile, tasks: [{ id: '2.1', declared: false }] }] },
    3,
  ],
  ['a test that was there before', { filesChanged: [{ ...plainFile, path: 'src/a.test.ts', change: 'changed' }] }, 3],
  ['a test that is new', { filesChanged: [{ ...plainFile, path: 'src/a.test.ts', change: 'added' }] }, 0],
  ['a rejected finding', { findings: [{ ...sample.findings[2]!, stage: 'task-2.1' }] }, 3],
  ['an open finding', { findings: [{ ...sample.findings[0]!, outcome: 'open', stage: 'task-2.1' }] }, 3],
  ['a fixed finding', { findings: [{ ...sample.findings[0]!, stage: 'task-2.1' }] }, 0],
  ['a tick that nothing proves', { tasks: [{ ...plainTask, outcome: 'ticked-unproven' }] }, 4],
  ['a deviation', { tasks: [{ ...plainTask, deviations: [sample.deviations[0]!] }] }, 2],
  ['a turn that wanted too much', { tasks: [{ ...plainTask, turns: [turn({ denied: ['rm'] })] }] }, 2],
  ['two rounds more', { tasks: [{ ...plainTask, rounds: 3 }] }, 2],
  ['nine rounds more', { tasks: [{ ...plainTask, rounds: 10 }] }, 4],
  ['250 lines', { filesChanged: [{ ...plainFile, added: 200, removed: 50 }] }, 2],
  ['10,000 lines', { filesChanged: [{ ...plainFile, added: 10_000 }] }, 5],
])('The score of a task with %s is told by its reasons.', (_, given, score) => {
  const task = attentionOf({ ...quiet, ...given }).find((one) => one.id === '2.1');

  expect(task?.score ?? 0).toBe(score);
  expect(sum(task)).toBe(score);
});

test('A file that maps to nothing is an entry of its own, before what is less.', () => {
  const lost = { ...sample.filesChanged[0]!, path: 'src/why.ts' };
  const found = attentionOf({ ...quiet, tasks: [{ ...plainTask, rounds: 3 }], filesChanged: [lost] });

  expect(found.map(({ kind, id, score }) => [kind, id, score])).toEqual([
    ['file', 'src/why.ts', 6],
    ['task', '2.1', 2],
  ]);
});

test.each(['gates', 'exit-criteria', 'squash', 'land'] as const)(
  'A stage %s that failed comes before all else.',
  (kind) => {
    const stage = { ...sample.stages[0]!, name: kind, kind, title: kind, outcome: 'failed' } as const;
    const lost = { ...sample.filesChanged[0]!, path: 'src/why.ts' };
    const found = attentionOf({ ...quiet, stages: [stage], filesChanged: [lost] });

    expect(found.map((one) => [one.kind, one.id])).toEqual([
      ['stage', kind],
      ['file', 'src/why.ts'],
    ]);
  },
);

test('A review that failed is the first reason of its entry.', () => {
  const stage = { ...sample.stages[0]!, name: 'review', kind: 'review', outcome: 'failed' } as const;

  expect(attentionOf({ ...quiet, stages: [stage] })).toMatchObject([{ kind: 'review', score: 20 }]);
});

test('A fix that goes beyond its finding is told, a test beside it is not.', () => {
  const fixed = { ...plainFile, tasks: [], findings: [0] };
  const findings = [{ ...sample.findings[0]!, stage: 'review' }];
  const own = { ...fixed, path: findings[0]!.finding.path };
  const pin = { ...fixed, path: 'src/new.test.ts', change: 'added' } as const;
  const beside = { ...fixed, path: 'src/other.ts' };

  expect(attentionOf({ ...quiet, findings, filesChanged: [own, pin] })).toEqual([]);
  expect(attentionOf({ ...quiet, findings, filesChanged: [own, pin, beside] })).toMatchObject([
    { kind: 'review', score: 1, reasons: [{ words: '1 file changed by a fix that no finding names' }] },
  ]);
});

test('What the review rejected is its own entry.', () => {
  const [found] = attentionOf({ ...quiet, findings: [{ ...sample.findings[2]!, stage: 'review' }] });

  expect(found).toMatchObject({ kind: 'review', score: 3, reasons: [{ words: '1 finding rejected' }] });
});

test.each([
  ['src/a.test.ts', true],
  ['src/test/a.ts', true],
  ['tests/test_a.py', true],
  ['pkg/a_test.go', true],
  ['apps/shop/vitest.config.ts', true],
  ['nx.json', true],
  ['src/contest.ts', false],
  ['src/latest/a.ts', false],
  ['docs/package.md', false],
])('%s is by its name a test or configuration: %s.', (path, is) => {
  expect(isTestOrConfig(path)).toBe(is);
});

function sum(entry: Attention | undefined): number {
  return (entry?.reasons ?? []).reduce((total, one) => total + one.points, 0);
}

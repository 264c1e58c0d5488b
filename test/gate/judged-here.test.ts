import { expect, test } from 'vitest';
import { describeJudgedHere, type JudgedHere } from '../../core/gate/judged-here.ts';

const judged: JudgedHere = {
  project: 'demo',
  own: {
    green: true,
    gates: [
      {
        project: 'demo',
        target: 'make check',
        outcome: 'passed',
        cached: false,
        durationMs: 1200,
        output: '',
        tests: { executed: 3, passed: 3, failed: 0, skipped: 1, by: 'vitest' },
      },
    ],
  },
  at: '2026-03-01T10:20:30.400Z',
  where: 'build-7',
  tree: 'a'.repeat(40),
  head: 'b'.repeat(40),
  isCommitted: true,
  found: undefined,
  leftOut: ['go:strict'],
};

test('A judgement says what was judged, how it came out, what was counted, when and where.', () => {
  expect(describeJudgedHere(judged).split('\n')).toEqual([
    'demo: 1 gate green',
    '  make check  passed  1.2 s, 3 tests passed, 1 skipped (vitest)',
    '',
    '  judged  2026-03-01 10:20:30 UTC on build-7',
    '  tree    aaaaaaaa, that of commit bbbbbbbb',
    '  not run, since they are for changes: go:strict',
    '  Where Nx prints this again, its inputs are the same, and it is this judgement that it replays.',
  ]);
});

test('A red one shows what was printed, and is not said to be replayed.', () => {
  const [gate] = judged.own.gates;
  const own = { green: false, gates: [{ ...gate!, outcome: 'failed' as const, output: 'a line is too long' }] };
  const text = describeJudgedHere({ ...judged, own, isCommitted: false, found: 'gates found: x' });
  expect(text).toContain('demo: red\n');
  expect(text).toContain('make check:\na line is too long\n');
  expect(text).toContain('commit bbbbbbbb with changes that are not committed\n  gates found: x');
  expect(text).not.toContain('replays');
});

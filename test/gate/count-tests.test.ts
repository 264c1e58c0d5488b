import { expect, test } from 'vitest';
import { countTests } from '../../core/gate/count-tests.ts';
import type { TestReport, TestReports } from '../../core/gate/test-reports.ts';

const nothing: TestReports = { reports: [], silent: [], begun: [], forged: [] };

function count(name: string, output: string, reports: Partial<TestReports> = {}, command?: readonly string[]) {
  return countTests({ name, command }, { reports: { ...nothing, ...reports }, output, worktree: '/w' });
}

function report(...outcomes: TestReport['tests'][number]['outcome'][]): TestReport {
  return {
    runner: 'vitest',
    tests: outcomes.map((outcome, index) => ({ name: `t${index}`, file: '/w/a.ts', outcome })),
  };
}

test('A report is believed, and what is printed is not.', () => {
  const counted = count('test', '      Tests  99 passed (99)\n', { reports: [report('passed', 'failed', 'skipped')] });
  expect(counted).toEqual({
    tests: {
      executed: 2,
      passed: 1,
      failed: 1,
      skipped: 1,
      by: 'vitest',
      names: [
        { name: 't0', file: 'a.ts', outcome: 'passed' },
        { name: 't1', file: 'a.ts', outcome: 'failed' },
        { name: 't2', file: 'a.ts', outcome: 'skipped' },
      ],
    },
    red: '1 of 2 tests failed, though it ended as if all were well.',
  });
});

test('Several reports are one count.', () => {
  expect(count('check', '', { reports: [report('passed'), report('passed', 'passed')] }).tests).toMatchObject({
    executed: 3,
  });
});

test('Names are kept only as far as a record is to be read.', () => {
  const many = report(...Array.from({ length: 2_001 }, () => 'passed' as const));
  expect(count('test', '', { reports: [many] }).tests).toEqual({
    executed: 2001,
    passed: 2001,
    failed: 0,
    skipped: 0,
    by: 'vitest',
  });
});

test.each([
  [{ reports: [report()] }, 'No test was collected'],
  [{ reports: [report('skipped', 'skipped')] }, 'All 2 tests were skipped'],
  [{ reports: [report('passed'), report('passed', 'failed')] }, '1 of 3 tests failed'],
  [{ silent: ['jest'] }, 'Tests were started by jest, and none of them was told of'],
  [{ reports: [report('passed')], silent: ['vitest'] }, 'Tests were started by vitest'],
  [{ reports: [report('passed')], forged: ['vitest-1.json'] }, 'written by something that is no runner'],
])('%j is red, whatever was printed.', (reports, red) => {
  expect(count('check', ' Tests  3 passed (3)\n', reports).red).toContain(red);
});

test('A runner that was there has to be heard, if only by what it prints.', () => {
  expect(count('check', 'all is well', { begun: ['vitest'] }).red).toContain('Tests were started by vitest');
  expect(count('check', 'No test files found', { begun: ['vitest'] }).red).toContain('No test was collected');
  expect(count('check', ' Tests  3 passed (3)\n', { begun: ['vitest'] })).toMatchObject({ tests: { by: 'output' } });
});

test('Without a report the words of the runner count, with a notice.', () => {
  expect(count('test', 'test result: ok. 3 passed; 0 failed; 0 ignored\n')).toEqual({
    tests: { executed: 3, passed: 3, failed: 0, skipped: 0, by: 'output' },
    notice: 'Counted by what cargo test printed.',
  });
  expect(count('test', '--- PASS: TestA (0.00s)\n').tests?.by).toBe('go');
});

test('What a runner prints of tests that failed is red, though it ended with 0.', () => {
  const { tests, red } = count('test', 'test result: FAILED. 12 passed; 1 failed; 0 ignored\n');
  expect(tests).toMatchObject({ executed: 13, passed: 12, failed: 1 });
  expect(red).toContain('1 of 13 tests failed, though it ended as if all were well.');
  expect(count('test', '  1 failed\n').red).toContain('1 of 1 tests failed');
});

test.each([
  ['test', 'No test files found, exiting with code 0'],
  ['check', 'test result: ok. 0 passed; 0 failed; 4 ignored\n'],
  ['unit-tests', 'No tests found'],
])('Gate %s that prints %j is red.', (name, output) => {
  expect(count(name, output).red).toContain('No test was collected and passed');
});

test('A gate about tests of which nothing is heard has a notice, and another has none.', () => {
  expect(count('test', 'all is well')).toEqual({ notice: expect.stringContaining('Only its exit code') });
  expect(count('my-check', 'all is well', {}, ['pytest', '-q'])).toEqual({
    notice: expect.stringContaining('Only its exit code'),
  });
  expect(count('lint', 'all is well')).toEqual({});
  expect(count('latest', 'No tests found')).toEqual({});
});

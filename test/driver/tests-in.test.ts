import { expect, test } from 'vitest';
import { missedHere, printedTests } from '../../core/driver/missed-here.ts';
import type { Tested } from '../../core/driver/run-tests.ts';
import { failingIn, hasMended, whyNotGreen, type Before } from '../../core/driver/tests-in.ts';
import type { Complaint } from '../../core/result/charges.ts';
import type { Tests } from '../../core/result/tests.ts';

const nothing: Before = {
  failing: [],
  exit: 0,
  passed: 0,
  isReported: false,
};

test('What is printed counts only where no runner reports.', () => {
  const printed = '✔ adds (1ms)\nℹ pass 1\n';
  expect(whyNotGreen(tested(printed), ['adds'], nothing)).toBeUndefined();
  expect(whyNotGreen(tested(printed, { adds: 'failed' }), ['adds'], nothing)).toContain('adds');
  expect(whyNotGreen(tested(printed, {}), ['adds'], nothing)).toContain('adds');
  expect(whyNotGreen(tested('', { adds: 'passed' }), ['adds'], nothing)).toBeUndefined();
});

test('A runner that has reported before has to report again.', () => {
  const printed = tested('✔ adds (1ms)\nℹ pass 1\n');
  expect(whyNotGreen(printed, ['adds'], { ...nothing, isReported: true })).toContain('No runner of tests has reported');
});

test('A runner that began and did not report is red, whatever another one has reported.', () => {
  const silent = { ...tested('', { adds: 'passed' }), untold: 'Tests were started by vitest.' };
  expect(whyNotGreen(silent, ['adds'], nothing)).toContain('vitest');
});

test('Tests that fail are red unless they did before, whatever the exit code is.', () => {
  const now = tested('', { adds: 'passed', old: 'failed' });
  expect(whyNotGreen(now, ['adds'], nothing)).toBe('These tests fail: old.');
  expect(whyNotGreen(now, ['adds'], { ...nothing, failing: ['old'] })).toBeUndefined();
  const tests = reportOf({ old: 'failed' });
  expect(whyNotGreen(now, ['adds'], { ...nothing, tests })).toBeUndefined();
  const elsewhere = { ...tests, names: [{ name: 'old', file: 'test/b.test.ts', outcome: 'failed' as const }] };
  expect(whyNotGreen(now, ['adds'], { ...nothing, tests: elsewhere })).toBe('These tests fail: old.');
  expect(failingIn(now)).toEqual(['old']);
});

test('An error that nobody has caught excuses no other one.', () => {
  const tests = reportOf({ 'unhandled errors: Error: old': 'failed' });
  const known = { ...nothing, exit: 1, tests };
  expect(whyNotGreen(tested('', { 'unhandled errors: Error: old': 'failed' }, 1), [], known)).toBeUndefined();
  expect(whyNotGreen(tested('', { 'unhandled errors: Error: new': 'failed' }, 1), [], known)).toContain('Error: new');
  const earlier = { ...known, tests: reportOf({ 'unhandled errors': 'failed' }) };
  expect(whyNotGreen(tested('', { 'unhandled errors: Error: old': 'failed' }, 1), [], earlier)).toBeUndefined();
});

test('A run that ends badly without a test that fails is red.', () => {
  const now = tested('', { adds: 'passed' }, 3);
  expect(whyNotGreen(now, ['adds'], nothing)).toBe('It ended with exit code 3, and with 0 before the work.');
});

test('What failed before excuses the exit code that the run had then, and no other.', () => {
  const known = { ...nothing, failing: ['old'], exit: 1 };
  expect(whyNotGreen(tested('', { adds: 'passed', old: 'failed' }, 1), ['adds'], known)).toBeUndefined();
  expect(whyNotGreen(tested('', { adds: 'passed', old: 'failed' }, 2), ['adds'], known)).toContain('exit code 2');
  expect(whyNotGreen(tested('', { adds: 'passed' }, 1), ['adds'], known)).toContain('exit code 1');
});

test('A runner whose exit code is how many tests fail may end with another one once fewer do.', () => {
  const known = { ...nothing, failing: ['old', 'older'], exit: 2 };
  const mended = tested('', { adds: 'passed', old: 'failed' }, 1);
  expect(whyNotGreen(mended, ['adds'], known)).toBeUndefined();
  expect(hasMended(mended, known)).toBe(true);
  const asMany = tested('', { old: 'failed', older: 'failed' }, 1);
  expect(whyNotGreen(asMany, [], known)).toContain('exit code 1');
  expect(hasMended(asMany, known)).toBe(false);
  expect(whyNotGreen(tested('', { other: 'failed' }, 1), [], known)).toContain('These tests fail: other');
  expect(whyNotGreen(tested('', {}, 1), [], known)).toContain('exit code 1');
  expect(whyNotGreen(mended, [], { ...known, exit: 0 })).toContain('exit code 1');
});

test('Tests that ran before have to run again, whatever the exit code is, but for those that may differ.', () => {
  const written = reportOf({ old: 'passed', broken: 'failed' });
  const files = ['test/a.test.ts', undefined];
  const tests = { ...written, names: written.names?.map((one, index) => ({ ...one, file: files[index] })) };
  const leave = { files: [] };
  for (const code of [0, 1]) {
    const now = tested('', { adds: 'passed', broken: 'failed' }, code);
    expect(missedHere(now, [{ tests, leave }])).toMatchObject([
      { kind: 'fewer-tests', tests: ['test/a.test.ts > old'] },
    ]);
    expect(missedHere(now, [{ tests, leave: { files: [], tests: [{ name: 'test/a.test.ts > old' }] } }])).toEqual([]);
  }
  expect(missedHere(tested('', { broken: 'failed', old: 'passed' }, 1), [{ tests, leave }])).toEqual([]);
});

test('Where no runner reports as many tests have to pass, but for as many as somebody has let go.', () => {
  const now = tested('✔ adds (1ms)\n✔ old (1ms)\nℹ pass 2\n');
  const of = (passed: number, fewer?: number): Complaint[] => {
    const tests = printedTests(`ℹ pass ${passed}\n`);
    const counts = fewer === undefined ? [] : [{ gate: 'driver:test_gate', fewer }];
    return missedHere(now, tests ? [{ tests, leave: { files: ['test/a.test.ts'], counts } }] : []);
  };
  expect(of(3)).toMatchObject([{ message: 'driver:test_gate has run 2 tests, and 3 on the base', fewer: 1 }]);
  expect(of(3, 1)).toEqual([]);
  expect(of(4, 1)).toHaveLength(1);
  expect(of(2)).toEqual([]);
  expect(missedHere(tested(''), [{ tests: reportOf({ old: 'passed' }), leave: { files: [] } }])).toHaveLength(1);
});

function tested(output: string, outcomes?: Readonly<Record<string, 'passed' | 'failed'>>, code = 0): Tested {
  const ran = { ended: 'exit', code, output, durationMs: 1, told: output } as const;
  return { ran, reported: outcomes ? reportOf(outcomes) : null, untold: undefined };
}

function reportOf(outcomes: Readonly<Record<string, 'passed' | 'failed'>>): Tests {
  const names = Object.entries(outcomes).map(([name, outcome]) => ({ name, outcome }));
  const passed = names.filter(({ outcome }) => outcome === 'passed').length;
  const failed = names.length - passed;
  return { executed: names.length, passed, failed, skipped: 0, by: 'node:test', names };
}

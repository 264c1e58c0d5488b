import { expect, test } from 'vitest';
import type { Tested } from '../../core/driver/run-tests.ts';
import { failingIn, whyNotGreen, type Before } from '../../core/driver/tests-in.ts';
import type { Tests } from '../../core/result/tests.ts';

const nothing: Before = {
  failing: [],
  exit: 0,
  passed: 0,
  isReported: false,
  leave: { files: ['test/own.test.ts'] },
  changed: [],
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

test('A run that ends badly without a test that fails is red.', () => {
  const now = tested('', { adds: 'passed' }, 3);
  expect(whyNotGreen(now, ['adds'], nothing)).toBe('It ended with exit code 3, and with 0 before the work.');
});

test('A run without a single test is red where some passed before.', () => {
  expect(whyNotGreen(tested('', {}), [], { ...nothing, passed: 2 })).toContain('2 passed before');
  expect(whyNotGreen(tested('', {}), [], nothing)).toBeUndefined();
});

test('What failed before excuses the exit code that the run had then, and no other.', () => {
  const known = { ...nothing, failing: ['old'], exit: 1 };
  expect(whyNotGreen(tested('', { adds: 'passed', old: 'failed' }, 1), ['adds'], known)).toBeUndefined();
  expect(whyNotGreen(tested('', { adds: 'passed', old: 'failed' }, 2), ['adds'], known)).toContain('exit code 2');
  expect(whyNotGreen(tested('', { adds: 'passed' }, 1), ['adds'], known)).toContain('exit code 1');
});

test('Tests that ran before have to run again, whatever the exit code is, but for those that may differ.', () => {
  const written = reportOf({ old: 'passed', broken: 'failed' });
  const files = ['test/a.test.ts', undefined];
  const tests = { ...written, names: written.names?.map((one, index) => ({ ...one, file: files[index] })) };
  const known = { ...nothing, passed: 1, exit: 1, tests };
  for (const code of [0, 1])
    expect(whyNotGreen(tested('', { adds: 'passed', broken: 'failed' }, code), ['adds'], known)).toContain(
      'now: test/a.test.ts > old.',
    );
  expect(
    whyNotGreen(tested('', { adds: 'passed', broken: 'failed', old: 'passed' }, 1), ['adds'], known),
  ).toBeUndefined();
  const own = { ...tests, names: [{ name: 'old', file: 'test/own.test.ts', outcome: 'passed' as const }] };
  expect(whyNotGreen(tested('', { adds: 'passed' }), ['adds'], { ...known, tests: own })).toBeUndefined();
});

test('Where no runner reports the tests that pass are counted, unless a test may have gone.', () => {
  const known = { ...nothing, passed: 3 };
  const now = tested('✔ adds (1ms)\n✔ old (1ms)\nℹ pass 2\n');
  expect(whyNotGreen(now, ['adds'], known)).toContain('2 tests have passed, where 3 did before');
  expect(whyNotGreen(now, ['adds'], { ...known, changed: ['test/own.test.ts'] })).toBeUndefined();
  expect(whyNotGreen(now, ['adds'], { ...known, changed: ['src/a.ts'] })).toBeDefined();
  expect(whyNotGreen(now, ['adds'], { ...known, passed: 2 })).toBeUndefined();
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

import { expect, test } from 'vitest';
import type { Tested } from '../../core/driver/run-tests.ts';
import { failingIn, whyNotGreen } from '../../core/driver/tests-in.ts';
import type { Tests } from '../../core/result/tests.ts';

const nothing = { failing: [], passed: 0, isReported: false };

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
  expect(failingIn(now)).toEqual(['old']);
});

test('A run that ends badly without a test that fails is red.', () => {
  const now = tested('', { adds: 'passed' }, 3);
  expect(whyNotGreen(now, ['adds'], nothing)).toBe('It ended with exit code 3.');
});

test('A run without a single test is red where some passed before.', () => {
  expect(whyNotGreen(tested('', {}), [], { ...nothing, passed: 2 })).toContain('2 passed before');
  expect(whyNotGreen(tested('', {}), [], nothing)).toBeUndefined();
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

import { describe, expect, test } from 'vitest';
import { redForTheRightReason } from '../../core/gate/red-for-the-right-reason.ts';
import type { Gate } from '../../core/result/records.ts';
import type { Tests } from '../../core/result/tests.ts';

const named = ['adds two numbers', 'refuses text'];

function tests(output: string, outcome: Gate['outcome'] = 'failed'): { gates: Gate[] } {
  return { gates: [{ project: 'sum', target: 'test', outcome, cached: false, durationMs: 1, output }] };
}

const vitest = (...lines: readonly string[]): { gates: Gate[] } =>
  tests([' ❯ test/sum.test.ts (2 tests | 2 failed) 5ms', ...lines, ' Test Files  1 failed (1)'].join('\n'));

const asNamed = ['     × adds two numbers 4ms', '     × refuses text 1ms'];

describe('tests that are red because nothing is written', () => {
  test.each<[string, { gates: Gate[] }, readonly string[]]>([
    ['fail by what they assert', vitest(...asNamed, 'AssertionError: expected undefined to be 3'), named],
    ['are told that it is not written', vitest(...asNamed, 'Error: not implemented'), named],
    ['assert that something is a SyntaxError', vitest(...asNamed, 'AssertionError: expected SyntaxError: no'), named],
    [
      'are those of pytest, with their reasons behind them',
      tests(
        'FAILED tests/test_sum.py::test_adds - NotImplementedError\nFAILED tests/test_sum.py::TestSum::test_text - assert 0 == 1',
      ),
      ['test_adds', 'test_text'],
    ],
    [
      'are those of node, which names them once more below a heading',
      tests(
        '✖ adds two numbers (0.6ms)\n✖ refuses text (0.2ms)\nℹ fail 2\n\n✖ failing tests:\n\n✖ adds two numbers (0.6ms)\n  Error: not written',
      ),
      named,
    ],
    [
      'are those of cargo, by their paths',
      tests("test sum::tests::adds ... FAILED\nthread 'x' panicked at src/sum.rs:3:5:\nnot implemented"),
      ['tests::adds'],
    ],
    [
      'are parts of a named test of Go, which fails with them',
      tests('--- FAIL: TestAdds (0.00s)\n    --- FAIL: TestAdds/two_numbers (0.00s)\nFAIL'),
      ['TestAdds'],
    ],
    [
      'are held by a suite that fails with them',
      tests('--- FAIL: TestAll (0.00s)\n    --- FAIL: TestAll/adds (0.00s)\nFAIL'),
      ['TestAll/adds'],
    ],
  ])('%s.', (_title, verdict, names) => {
    expect(redForTheRightReason(verdict, names)).toEqual({ isRight: true, why: '', others: [] });
  });
});

describe('what is red for another reason', () => {
  test.each<[string, { gates: Gate[] }, string]>([
    ['all pass, so they show nothing', tests('', 'passed'), 'All tests pass'],
    [
      'one of them passes',
      vitest('     ✓ adds two numbers 4ms', '     × refuses text 1ms'),
      '"adds two numbers" passes',
    ],
    ['one of them is not there', vitest('     × adds two numbers 4ms'), 'No test "refuses text"'],
    [
      'one of them is skipped',
      vitest('     × adds two numbers 4ms', '     ↓ refuses text'),
      '"refuses text" is skipped',
    ],
    ['another test fails', vitest(...asNamed, '     × divides 1ms'), '"divides"'],
    ['a module is missing', vitest(...asNamed, "Error: Cannot find module '../src/sum.ts'"), 'Cannot find module'],
    ['a name is not defined', vitest(...asNamed, 'ReferenceError: add is not defined'), 'ReferenceError'],
    ['a function is not exported', vitest(...asNamed, 'TypeError: add is not a function'), 'not a function'],
    ['the tests cannot be parsed', vitest('SyntaxError: Unexpected token'), 'SyntaxError'],
    ['a tool is missing', tests('/bin/sh: 1: vitest: not found'), 'vitest: not found'],
    ['nothing is found to run', tests('No test files found, exiting with code 1'), 'No test files found'],
    [
      'pytest cannot collect them',
      tests('ERROR collecting tests/test_sum.py\nE   ImportError: no add'),
      'ERROR collecting',
    ],
    [
      'a fixture is missing',
      tests("E       fixture 'db' not found\nERROR tests/test_sum.py::test_adds"),
      "fixture 'db' not found",
    ],
    ['Rust does not compile', tests('error[E0425]: cannot find function `add` in this scope'), 'in this scope'],
    ['Go does not build', tests('FAIL\tsum [build failed]'), 'build failed'],
    ['a gate did not run', tests('', 'not-run'), 'did not run: sum:test'],
  ])('It is noticed when %s.', (_title, verdict, why) => {
    const red = redForTheRightReason(verdict, named);
    expect(red.isRight).toBe(false);
    expect(red.why).toContain(why);
  });

  test('It is noticed when the gates ran out of time.', () => {
    const red = redForTheRightReason({ gates: [], trouble: 'The gates did not end within 300 s.' }, named);
    expect(red).toMatchObject({ isRight: false, why: expect.stringContaining('did not end within 300 s') });
  });
});

test('Nobody answers for a test that failed before, and everybody for one that did not.', () => {
  const now = vitest(...asNamed, '     × divides 1ms');
  expect(redForTheRightReason(now, named).others).toEqual(['"divides"']);
  expect(redForTheRightReason(now, named, vitest('     × divides 1ms')).isRight).toBe(true);
  expect(redForTheRightReason(now, named, vitest('     ✓ divides 1ms')).isRight).toBe(false);
});

describe('what a runner reports', () => {
  test.each<[Tests['by'], string, string]>([
    ['vitest', 'sums > adds two numbers', 'sums > refuses text'],
    ['jest', 'sums adds two numbers', 'sums refuses text'],
    ['pytest', 'adds two numbers[1-2]', 'TestSums > refuses text'],
    ['go', 'TestSums/adds two numbers', 'TestSums/refuses text'],
  ])('counts before what was printed: %s.', (by, one, other) => {
    expect(redForTheRightReason(report(by, [one, 'failed'], [other, 'failed']), named).isRight).toBe(true);
    expect(redForTheRightReason(report(by, [one, 'failed'], [other, 'passed']), named).why).toContain('refuses text');
    expect(redForTheRightReason(report(by, [one, 'failed']), named).why).toContain('No test "refuses text"');
  });
});

function report(by: Tests['by'], ...names: readonly (readonly [string, 'passed' | 'failed'])[]): { gates: Gate[] } {
  const [gate] = tests('').gates;
  const list = names.map(([name, outcome]) => ({ name, outcome }));
  return { gates: [{ ...gate!, tests: { executed: 2, passed: 0, failed: 2, skipped: 0, by, names: list } }] };
}

import { describe, expect, test } from 'vitest';
import { redForTheRightReason } from '../../core/gate/red-for-the-right-reason.ts';
import type { Gate } from '../../core/result/records.ts';
import type { Tests } from '../../core/result/tests.ts';

const named = { names: ['adds two numbers', 'refuses text'] };

function tests(output: string, outcome: Gate['outcome'] = 'failed'): { gates: Gate[] } {
  return { gates: [{ project: 'sum', target: 'test', outcome, cached: false, durationMs: 1, output }] };
}

const vitest = (...lines: readonly string[]): { gates: Gate[] } =>
  tests([' ❯ test/sum.test.ts (2 tests | 2 failed) 5ms', ...lines, ' Test Files  1 failed (1)'].join('\n'));

const asNamed = ['     × adds two numbers 4ms', '     × refuses text 1ms'];

describe('tests that are red because nothing is written', () => {
  test.each<[string, { gates: Gate[] }, readonly string[]]>([
    ['fail by what they assert', vitest(...asNamed, 'AssertionError: expected undefined to be 3'), named.names],
    ['are told that it is not written', vitest(...asNamed, 'Error: not implemented'), named.names],
    [
      'assert that something is a SyntaxError',
      vitest(...asNamed, 'AssertionError: expected SyntaxError: no'),
      named.names,
    ],
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
      named.names,
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
    expect(redForTheRightReason(verdict, { names })).toEqual({ isRight: true, why: '', asksBefore: false });
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

const cargo = `running 1 test
test sum::adds ... FAILED

failures:

---- sum::adds stdout ----

thread 'sum::adds' panicked at src/lib.rs:3:5:
not yet implemented
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace

failures:
    sum::adds

test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

error: test failed, to rerun pass \`--lib\`
`;
const bun = `bun test v1.2.5 (013fdddc)

sum.test.ts:
1 | export function add() { throw new Error("not written") }
                                      ^
error: not written
      at add (/demo/sum.ts:1:31)
(fail) sum > adds [0.24ms]

 0 pass
 1 fail
Ran 1 tests across 1 files. [9.00ms]
`;

describe('what runners, and what has started them, say after tests that have failed', () => {
  test.each<[string, string]>([
    ['cargo', cargo],
    ['cargo --no-fail-fast', `${cargo}error: 1 target failed:\n    \`-p demo --lib\`\n`],
    ['just', `${cargo}error: Recipe \`test\` failed on line 2 with exit code 101\n`],
    ['make', `${cargo}make: *** [Makefile:2: test] Error 101\n`],
    [
      'nextest',
      `    Starting 1 test across 1 binary
        FAIL [   0.005s] demo sum::adds
  stderr ───
    thread 'sum::adds' panicked at src/lib.rs:3:5:
    not yet implemented
────────────
     Summary [   0.006s] 1 test run: 0 passed, 1 failed, 0 skipped
        FAIL [   0.005s] demo sum::adds
error: test run failed
`,
    ],
    [
      'deno',
      `running 1 test from ./sum_test.ts
adds ... FAILED (2ms)

 ERRORS

adds => ./sum_test.ts:4:6
error: AssertionError: Values are not equal.
    at assertEquals (https://jsr.io/@std/assert/1.0.0/equals.ts:64:9)

 FAILURES

adds => ./sum_test.ts:4:6

FAILED | 0 passed | 1 failed (5ms)

error: Test failed
`,
    ],
    ['bun', bun],
    ['bun, by what it expects', bun.replace('error: not written', 'error: expect(received).toBe(expected)')],
    ['bun run', `${bun}error: script "test" exited with code 1\n`],
  ])('is no reason of its own: %s.', (_title, output) => {
    expect(redForTheRightReason(tests(output), { names: ['adds'] })).toMatchObject({ isRight: true, why: '' });
  });

  test.each<[string, string, string]>([
    ['cargo', 'error[E0425]: cannot find function `add`\nerror: could not compile `demo` (lib test)\n', 'cannot find'],
    ['just', 'sh: 1: cargo: not found\nerror: Recipe `test` failed on line 2 with exit code 127\n', 'cargo: not found'],
    ['bun', bun.replace('error: not written', "error: Cannot find module './gone'"), 'Cannot find module'],
    ['deno', 'error: Module not found "file:///demo/sum.ts".\n', 'Module not found'],
  ])('is told where nothing was tested by it: %s.', (_title, output, why) => {
    const red = redForTheRightReason(tests(output), { names: ['adds'] });
    expect(red).toMatchObject({ isRight: false, why: expect.stringContaining(why) });
  });
});

test('What could not be loaded before is not the fault of the tests; what could be is.', () => {
  const gone = ' FAIL  test/old.test.ts\nError: Cannot find module ‘./gone12’\n';
  const red = redForTheRightReason(vitest(...asNamed, gone), named);
  expect(red).toMatchObject({ isRight: false, asksBefore: true });
  expect(redForTheRightReason(vitest(...asNamed, gone), named, tests(gone.replace('12', '13'))).isRight).toBe(true);
  const other = 'Error: Cannot find module ‘./sum’';
  const both = redForTheRightReason(vitest(...asNamed, gone, other), named, tests(gone));
  expect(both).toMatchObject({ isRight: false, why: expect.stringContaining(other) });
});

/** Two tests that have failed, one of them with this message. */
function failing(message: string | undefined): { gates: Gate[] } {
  const names = ['adds', 'refuses'].map((name) => ({ name, outcome: 'failed' as const }));
  const by = { executed: 2, passed: 0, failed: 2, skipped: 0, by: 'vitest' as const };
  const [gate] = tests('').gates;
  return { gates: [{ ...gate!, tests: { ...by, names: [{ ...names[0]!, ...(message && { message }) }, names[1]!] } }] };
}

describe('what a named test failed with', () => {
  const names = ['adds', 'refuses'];

  test.each([
    'AssertionError: expected 1 to be 2',
    'AssertionError: expected [Function] to throw error including ‘x’ but got ‘spawn psql ENOENT’',
    'assert 0 == 1',
    'Error: expect(received).toBe(expected)',
    'Error: not written',
    'RangeError: not written',
    'NotImplementedError: ',
    "AttributeError: 'NoneType' object has no attribute 'total'",
    "TypeError: Cannot read properties of undefined (reading 'total')",
    'TypeError: not written',
    undefined,
  ])('may be %s.', (message) => {
    expect(redForTheRightReason(failing(message), { names })).toMatchObject({ isRight: true, why: '' });
  });

  test.each([
    'Error: spawn psql ENOENT',
    "Error: ENOENT: no such file or directory, open 'test/fixtures/a.json'",
    'Error: connect ECONNREFUSED 127.0.0.1:5432',
    "FileNotFoundError: [Errno 2] No such file or directory: 'psql'",
    'Error: Test timed out in 5000ms.',
    'Error: thrown: "Exceeded timeout of 5000 ms for a test.',
    'test timed out after 50ms',
    'Failed: Timeout >1.0s',
    'TypeError: adds() missing 1 required positional argument: "b"',
    'TypeError: adds() takes 1 positional argument but 2 were given',
    'TypeError: add is not a function',
    "AttributeError: 'Adder' object has no attribute 'ad'",
    'ReferenceError: add is not defined',
    "fixture 'db' not found",
  ])('may not be %s.', (message) => {
    const red = redForTheRightReason(failing(message), { names });
    expect(red).toMatchObject({ isRight: false, why: expect.stringContaining(`"adds": ${message}`) });
    // Where no report tells whose it is, a line that begins so is enough.
    expect(redForTheRightReason(tests(`× adds\n× refuses\n${message}\n`), { names }).isRight).toBe(false);
  });
});

function inFile(file: string, ...titles: readonly (readonly [string, 'passed' | 'failed'])[]): { gates: Gate[] } {
  const list = titles.map(([name, outcome]) => ({ name, file, outcome }));
  const by = { executed: 3, passed: 1, failed: 2, skipped: 0, by: 'vitest' as const };
  return { gates: [{ ...tests('').gates[0]!, tests: { ...by, names: list } }] };
}

describe('a test that nobody has asked for', () => {
  const names = ['adds', 'refuses'];
  const both = [
    ['adds', 'failed'],
    ['refuses', 'failed'],
  ] as const;
  const more = inFile('a.test.ts', ...both, ['is there', 'passed']);
  const wanted = { names, changed: ['demo/a.test.ts'] };

  test('goes back, where it is new and in a file that the tester has changed.', () => {
    expect(redForTheRightReason(more, wanted)).toMatchObject({ isRight: true, asksBefore: true });
    expect(redForTheRightReason(more, wanted, { gates: [] })).toMatchObject({
      isRight: false,
      why: expect.stringContaining('"is there"'),
    });
  });

  test('does not, where it was there before, is in another file, or is a part of a named one.', () => {
    const before = inFile('a.test.ts', ['is there', 'passed']);
    expect(redForTheRightReason(more, wanted, before).isRight).toBe(true);
    expect(redForTheRightReason(more, { names, changed: ['b.test.ts'] }, { gates: [] }).isRight).toBe(true);
    const parts = inFile('a.test.ts', ...both, ['adds > two numbers', 'failed']);
    expect(redForTheRightReason(parts, wanted, { gates: [] }).isRight).toBe(true);
  });
});

test('Nobody answers for a test that failed before, and everybody for one that did not.', () => {
  const now = vitest(...asNamed, '     × divides 1ms');
  expect(redForTheRightReason(now, named)).toMatchObject({
    why: expect.stringContaining('"divides"'),
    asksBefore: true,
  });
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

test('What nobody has caught may come of what is not written, and of nothing that is missing.', () => {
  const names = ['adds', 'refuses'];
  expect(redForTheRightReason(uncaught('Error: not written'), { names }).isRight).toBe(true);
  expect(redForTheRightReason(uncaught('Error: spawn psql ENOENT'), { names }).why).toContain('unhandled errors');
});

/** The same, with an error that nobody has caught. */
function uncaught(message: string): { gates: Gate[] } {
  const { gates } = failing('Error: not written');
  const [gate] = gates;
  const more = { name: `unhandled errors: ${message}`, outcome: 'failed' as const, message };
  return { gates: [{ ...gate!, tests: { ...gate!.tests!, names: [...(gate!.tests!.names ?? []), more] } }] };
}

function report(by: Tests['by'], ...names: readonly (readonly [string, 'passed' | 'failed'])[]): { gates: Gate[] } {
  const [gate] = tests('').gates;
  const list = names.map(([name, outcome]) => ({ name, outcome }));
  return { gates: [{ ...gate!, tests: { executed: 2, passed: 0, failed: 2, skipped: 0, by, names: list } }] };
}

import { describe, expect, test } from 'vitest';
import { collectedTests, runsTests } from '../../core/gate/collected.ts';

const vitest = (tests: string): string =>
  `\n RUN  v5.1.1 /w\n\n ✓ t/a.test.ts (3 tests | 1 skipped | 1 todo) 4ms\n\n Test Files  1 passed (1)\n      Tests  ${tests}\n   Start at  10:53:37\n`;

const nodeSpec = (counts: string): string =>
  `${counts}ℹ cancelled 0\nℹ skipped 0\nℹ todo 0\nℹ duration_ms 251.859215\n`;

/** What runners printed when they were run, or say in their documentation that they print. */
test.each([
  ['vitest', vitest('1 passed | 1 skipped | 1 todo (3)'), 1],
  ['vitest', vitest('3 skipped (3)'), 0],
  ['vitest', vitest('no tests'), 0],
  ['vitest', '\u001B[2m      Tests \u001B[22m \u001B[1m\u001B[32m12 passed\u001B[39m\u001B[22m\u001B[90m (12)\u001B[39m\n', 12],
  ['vitest or jest', '\nNo test files found, exiting with code 0\n\nfilter: nothing\n', 0],
  ['vitest or jest', 'No tests found, exiting with code 0\n', 0],
  ['jest', 'Test Suites: 1 passed, 1 total\nTests:       1 skipped, 2 passed, 3 total\nSnapshots:   0 total\n', 2],
  ['jest', 'Test Suites: 1 skipped, 0 of 1 total\nTests:       3 skipped, 3 total\n', 0],
  ['JSON', '{"numFailedTests":0,"numPassedTests":4,"numPendingTests":1}', 4],
  ['JSON', '{\n  "numPassedTests": 0\n}', 0],
  ['mocha', '\n  words\n    ✔ are counted\n\n\n  1 passing (3ms)\n  1 pending\n\n', 1],
  ['mocha', '\n\n  0 passing (1ms)\n\n', 0],
  ['node --test', nodeSpec('▶ dur\n  ✔ parses (0.5ms)\n✔ dur (2.7ms)\nℹ tests 1\nℹ suites 1\nℹ pass 1\nℹ fail 0\n'), 1],
  ['node --test', nodeSpec('ℹ tests 0\nℹ suites 0\nℹ pass 0\nℹ fail 0\n'), 0],
  ['node --test', nodeSpec('✔ exit.test.mjs (148.749768ms)\nℹ tests 1\nℹ suites 0\nℹ pass 1\nℹ fail 0\n'), 0],
  ['node --test', nodeSpec('▶ a.ts\n  ✔ parses (0.5ms)\n✔ a.ts (2.7ms)\nℹ tests 1\nℹ suites 1\nℹ pass 1\n'), 1],
  ['node --test', "TAP version 13\n1..0\n# Subtest: a.mjs\nok 1 - a.mjs\n  ---\n  duration_ms: 139.1\n  type: 'test'\n  ...\n1..1\n# tests 1\n# suites 0\n# pass 1\n", 0],
  ['node --test', "TAP version 13\n# Subtest: dur\nok 1 - dur\n  ---\n  duration_ms: 2.06\n  type: 'suite'\n  ...\n1..1\n# tests 3\n# suites 1\n# pass 1\n", 1],
  ['TAP', 'TAP version 13\n1..1\nok 1 - t/a.test.ts # time=4.83ms {\n    1..2\n    ok 1 - parses # time=3.12ms\n    ok 2 - later # TODO\n}\n', 1],
  ['TAP', 'TAP version 13\n1..0\n', 0],
  ['pytest', 'collected 2 items\n\ntest_a.py .s      [100%]\n\n========= 1 passed, 1 skipped in 1.31s =========\n', 1],
  ['pytest', '.s         [100%]\n1 passed, 1 skipped in 1.23s\n', 1],
  ['pytest', '.s.                                                                 [100%]\n', 2],
  ['pytest', 'collected 0 items\n\n============== no tests ran in 0.01s ==============\n', 0],
  ['pytest', 'collected 2 items / 2 deselected / 0 selected\n\n======= 2 deselected in 1.25s =======\n', 0],
  ['pytest', 'test_a.py::test_skipped\n\n2 tests collected in 1.38s\n', 0],
  ['unittest', 'test_a (test_u.A.test_a) ... ok\n\n-----\nRan 1 test in 0.000s\n\nOK\n', 1],
  ['unittest', '\n-----\nRan 0 tests in 0.000s\n\nOK\n', 0],
  ['cargo test', 'running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.00s\n', 0],
  ['cargo test', 'test result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.08s\n\n   Doc-tests foo\n\nrunning 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n', 1],
  ['cargo test', 'test result: ok. 0 passed; 0 failed; 2 ignored; 1 measured; 0 filtered out; finished in 3.20s\n', 1],
  ['cargo nextest', '     Summary [   0.005s] 3 tests run: 3 passed, 1 skipped\n', 3],
  ['cargo nextest', '     Summary [   0.001s] 0 tests run: 0 passed, 3 skipped\n', 0],
  ['go test', 'ok  \texample.com/a\t0.003s\n?   \texample.com/b\t[no test files]\n', 1],
  ['go test', 'testing: warning: no tests to run\nPASS\nok  \texample.com/a\t0.001s [no tests to run]\n', 0],
  ['go test', '=== RUN   TestA\n--- PASS: TestA (0.00s)\n    --- PASS: TestA/sub (0.00s)\nPASS\nok  \texample.com/a\t(cached)\n', 2],
  ['JUnit', '<testsuites>\n<testsuite name="dur" tests="2" skipped="1">\n<testcase name="parses"/>\n<testcase name="later"><skipped type="todo"/></testcase>\n</testsuite></testsuites>', 1],
  ['JUnit', '<?xml version="1.0"?><testsuites name="vitest tests" tests="0" failures="0" errors="0" time="0">\n</testsuites>', 0],
])('%s says how many tests have passed: %j', (runner, output, passed) => {
  expect(collectedTests(output)).toEqual({ runners: [runner], passed });
}); // prettier-ignore

test('Of several runs in one output all are counted.', () => {
  expect(collectedTests(`${vitest('no tests')}${vitest('2 passed (2)')}ok  \ta\t0.1s\n`)).toEqual({
    runners: ['vitest', 'go test'],
    passed: 3,
  });
});

test.each(['', 'ok\n', 'Tests are fun\n', 'It passed 3 tests.\n', '12 samples survive the round trip\n'])(
  '%j says nothing of tests.',
  (output) => {
    expect(collectedTests(output)).toBeUndefined();
  },
);

test('A long line is read in no time.', () => {
  const started = performance.now();
  for (const part of [' ', '1 ', '.', '✔ ', 'ok 1 - ', '1 a, ', 'No test', '<testcase '])
    collectedTests(part.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(2_000);
});

describe('a command that runs tests', () => {
  test.each([
    'npx vitest run', './node_modules/.bin/jest --ci', 'mocha', 'pytest -q', 'python3 -m pytest tests', 'cargo test -p a',
    'cargo nextest run', 'go test ./...', 'node --test', 'node --import tsx --test a.ts', 'npm test -- --passWithNoTests',
  ])('`%s` is one.', (command) => {
    expect(runsTests(command.split(' '))).toBe(true);
  }); // prettier-ignore

  test.each(['npm test', 'vitest bench', 'node test/run.js', 'cargo bench', 'go build', 'make test', 'nx test a'])(
    '`%s` is none, or cannot be told to be one.',
    (command) => {
      expect(runsTests(command.split(' '))).toBe(false);
    },
  );
});

import { describe, expect, test } from 'vitest';
import { namedTest } from '../../core/gate/named-tests.ts';

test.each([
  ['cargo test', 'test queue::tests::keeps ... ok\n', 'queue::tests::keeps'],
  ['cargo test, by the end of the path', 'test queue::tests::keeps ... ok\n', 'tests::keeps'],
  ['pytest -v', 'test_a.py::TestDur::test_parses PASSED      [ 50%]\n', 'test_parses'],
  ['vitest --reporter=verbose', ' ✓ t/a.test.ts > dur > parses a duration 2ms\n', 'parses a duration'],
  ['node --test', '▶ dur\n  ✔ parses a duration (0.5ms)\n✔ dur (2.7ms)\n', 'parses a duration'],
  ['go test -v', '=== RUN   TestA\n--- PASS: TestA (0.00s)\n', 'TestA'],
  ['TAP', 'ok 1 - parses a duration\n', 'parses a duration'],
  ['JUnit', '<testcase name="parses a duration" time="0"/>', 'parses a duration'],
  [
    'JUnit, by its class',
    '<testcase classname="tests.test_a.TestDur" name="test_parses" time="0"/>',
    'TestDur::test_parses',
  ],
  ['JUnit of vitest', '<testcase classname="t/a.test.ts" name="dur &gt; parses" time="0"></testcase>', 'dur > parses'],
  ['cargo test, a panic', 'test queue::tests::keeps - should panic ... ok\n', 'tests::keeps'],
  ['cargo nextest', '        PASS [   0.005s] my-crate queue::tests::keeps\n', 'queue::tests::keeps'],
  ['pytest -v, by its class', 'tests/test_a.py::TestDur::test_parses PASSED      [ 50%]\n', 'TestDur::test_parses'],
  ['pytest -v, by its file', 'tests/test_a.py::test_parses PASSED      [ 50%]\n', 'test_a.py::test_parses'],
  ['pytest -v, with parameters', 'test_a.py::test_b[one-two] PASSED      [ 50%]\n', 'test_b'],
  ['pytest -n', '[gw0] [ 50%] PASSED tests/test_a.py::test_b \n', 'test_b'],
  ['unittest -v', 'test_a (test_u.A.test_a) ... ok\n', 'A.test_a'],
  ['vitest, by suite and title', ' ✓ |unit| t/a.test.ts > dur > parses a duration 2ms\n', 'dur > parses a duration'],
  ['vitest, tried again', ' ✓ t/a.test.ts > parses 1203ms (retry x1)\n', 'parses'],
  ['jest --verbose', '  dur\n    ✓ parses a duration (2 ms)\n', 'parses a duration'],
  ['mocha', '  dur\n    ✔ parses a duration (1.2s)\n', 'parses a duration'],
  ['playwright', '  ✓  1 [chromium] › e2e/a.spec.ts:3:5 › dur › parses (1.2s)\n', 'dur › parses'],
  ['go test -v, a subtest', '--- PASS: TestA (0.00s)\n    --- PASS: TestA/sub (0.00s)\n', 'TestA/sub'],
  ['go test -v, called', '--- PASS: TestA (0.00s)\n', 'TestA()'],
  ['go test -json', '{"Time":"x","Action":"pass","Package":"ex/a","Test":"TestA","Elapsed":0}\n', 'TestA'],
  ['vitest --reporter=tap-flat', 'TAP version 13\nok 1 - t/a.test.ts > dur > parses # time=3.12ms\n', 'dur > parses'],
  ['gradle', 'FooTest > parses() PASSED\n', 'FooTest.parses'],
  ['gradle, with the package', 'com.acme.FooTest > parses() PASSED\n', 'FooTest.parses'],
  ['dotnet test', '  Passed Ns.FooTests.Parses [12 ms]\n', 'FooTests.Parses'],
  ['XCTest', "Test Case 'FooTests.testParses' passed (0.001 seconds)\n", 'testParses'],
  ['Swift Testing', '✔ Test parses() passed after 0.001 seconds.\n', 'parses'],
  ['bun test', '(pass) dur > parses [0.10ms]\n', 'parses'],
  ['deno test', 'parses a duration ... ok (2ms)\n', 'parses a duration'],
  ['ava', '  ✔ a › parses a duration (103ms)\n', 'parses a duration'],
  ['ctest', '1/3 Test #1: parses ...........................   Passed    0.01 sec\n', 'parses'],
  ['googletest', '[       OK ] Dur.Parses (0 ms)\n', 'Dur.Parses'],
  ['phpunit --testdox', ' ✔ Parses a duration\n', 'Parses a duration'],
  ['unittest -v, with words of its own', 'test_a (test_u.A.test_a)\nReads a line. ... ok\n', 'A.test_a'],
  [
    'playwright, tried again',
    '  ✘  1 [chromium] › e2e/a.spec.ts:3:5 › parses (1.2s)\n  ✘  2 [chromium] › e2e/a.spec.ts:3:5 › parses (retry #1) (980ms)\n' +
      '  ✓  3 [chromium] › e2e/a.spec.ts:3:5 › parses (retry #2) (1.1s)\n\n  1 flaky\n    [chromium] › e2e/a.spec.ts:3:5 › parses\n',
    'parses',
  ],
  [
    'cargo nextest, tried again',
    '  TRY 1 FAIL [   0.005s] my-crate queue::keeps\n  TRY 2 PASS [   0.004s] my-crate queue::keeps\n',
    'queue::keeps',
  ],
  ['Windows', '✓ parses 2ms\r\n', 'parses'],
  ['vitest, a file', ' ✓ t/a.test.ts (3 tests | 1 skipped) 4ms\n', 't/a.test.ts'],
  ['jest, a file', 'PASS t/a.test.ts (5.1 s)\n', 'a.test.ts'],
  ['pytest -v, a file', 'tests/test_a.py::test_b PASSED      [ 50%]\n', 'tests/test_a.py'],
  ['colours', '\u001B[32m✓\u001B[39m parses', 'parses'],
])('A test is seen to pass in the output of %s.', (_, output, name) => {
  expect(namedTest(output, name)).toBe('passed');
});

test.each([
  ['test a::keeps ... ignored\n', 'a::keeps'],
  ['test a::keeps ... FAILED\n', 'a::keeps'],
  ['test_a.py::test_b SKIPPED (why)      [ 50%]\n', 'test_b'],
  [' ↓ a.test.ts > parses\n', 'parses'],
  ['--- FAIL: TestA (0.00s)\n', 'TestA'],
  ['ok 2 - later # TODO\n', 'later'],
  ['✓ parses\n✗ parses\n', 'parses'],
])('%j does not say that it passed.', (output, name) => {
  expect(namedTest(output, name)).toBe('not-passed');
});

/** What vitest counts at its end. */
function vitest(passed: number): string {
  return `\n Test Files  1 passed (1)\n      Tests  ${passed} passed (${passed})\n`;
}

test.each<[string, string, string?]>([
  ['✓ test/login.test.ts > rejects a bad password 1ms', 'login'],
  ['✓ test/login.test.ts > rejects a bad password 1ms', 'login.test'],
  ['✓ a > does not crash when it parses nothing', 'parses'],
  ['✓ a > parses > nothing', 'parses'],
  ['test a::tests::parse_it::nested ... ok', 'tests::parse_it'],
  ['tests/test_a.py::test_b PASSED', 'test_a'],
  ['--- PASS: TestA/sub (0.00s)', 'TestA', ''],
  ['  ✔ keeps (0.5ms)\n▶ dur\n  ✔ parses (0.5ms)\n✔ dur (2.7ms)\nℹ pass 2', 'dur', ''],
  [
    "TAP version 13\n# Subtest: dur\n    ok 1 - parses\nok 1 - dur\n  ---\n  duration_ms: 3.5\n  type: 'suite'\n  ...\n# pass 1",
    'dur',
    '',
  ],
  ['✓ reads a/b', 'b'],
  ['<testcase classname="login" name="rejects" time="0"/>', 'login', ''],
])('%j does not name the test "%s", but only something like it.', (output, name, summary = vitest(1)) => {
  expect(namedTest(`${output}\n${summary}`, name)).toBe('not-named');
});

test('A file is named neither by a test nor by another file.', () => {
  expect(namedTest('✓ t/a.test.ts > reads b.test.ts', 'b.test.ts')).toBe('not-named');
  expect(namedTest('✓ t/ab.test.ts > reads', 'b.test.ts')).toBe('not-named');
  expect(namedTest('✓ reads b.test.ts', 'b.test.ts')).toBe('not-all-named');
  expect(namedTest(' ✓ t/a.test.ts (3 tests | 3 skipped) 4ms', 't/a.test.ts')).toBe('not-passed');
});

const cargo = cargoOne();

/** What cargo counts at its end. */
function cargoOne(): string {
  return 'test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n';
}

test('Another test that only begins alike is not meant.', () => {
  expect(namedTest(`test a::keeps_nothing ... ok\n\n${cargo}`, 'a::keeps')).toBe('not-named');
});

test('A name that is only printed has not passed.', () => {
  expect(namedTest(`about to run a::keeps\ntest a::other ... ok\n\n${cargo}`, 'a::keeps')).toBe('not-named');
});

test('A runner that names files alone names no test.', () => {
  expect(namedTest(' ✓ t/a.test.ts (3 tests) 4ms\n      Tests  3 passed (3)\n', 'parses')).toBe('not-all-named');
});

test('Where only the slow tests are named, another one may have passed as well.', () => {
  const slow = ' ✓ t/a.test.ts (2 tests) 606ms\n   ✓ slow one 603ms\n';
  expect(namedTest(slow + vitest(2), 'fast one')).toBe('not-all-named');
  expect(namedTest(slow + vitest(2), 'slow one')).toBe('passed');
  expect(namedTest(`✓ built a\n${slow}${vitest(2)}`, 'fast one')).toBe('not-all-named');
  expect(namedTest(`✓ built a\n✓ built b\n✓ built c\n${slow}${vitest(2)}`, 'fast one')).toBe('not-all-named');
});

test('Suites of vitest are not taken for tests that are named.', () => {
  const output = ' ✓ |unit| t/a.test.ts (2 tests) 406ms\n   ✓ dur (2)\n     ✓ prints 401ms\n';
  expect(namedTest(output + vitest(2), 'parses')).toBe('not-all-named');
  expect(namedTest(output + vitest(2), 'dur')).toBe('not-all-named');
  expect(namedTest(`✓ dur (2)\n  ✓ prints 401ms\n${vitest(2)}`, 'parses')).toBe('not-all-named');
});

test.each([
  ['node --test', '▶ dur\n  ✔ parses (0.5ms)\n✔ dur (2.7ms)\nℹ pass 1\n', 'dur > parses'],
  [
    'jest --verbose',
    'PASS ./a.test.js\n  dur\n    ✓ parses (2 ms)\n\nTests:       1 passed, 1 total\n',
    'dur > parses',
  ],
  ['mocha', '  dur\n    ✔ parses\n\n  1 passing (5ms)\n', 'dur parses'],
  ['cargo', `test queue::tests::keeps ... ok\n\n${cargoOne()}`, 'mycrate::queue::tests::keeps'],
  ['pytest', 'test_a.py::TestB::test_c PASSED [100%]\n1 passed in 0.1s\n', 'tests/test_a.py::TestB::test_c'],
  ['pytest, with parameters', 'test_a.py::test_d[1-2] PASSED [100%]\n1 passed in 0.1s\n', 'test_d[1-2]'],
  ['Go', '--- PASS: TestA (0.00s)\n    --- PASS: TestA/sub_case (0.00s)\nPASS\n', 'TestA/sub case'],
])('A test that %s names by a shorter name may be the one that is meant.', (_, output, name) => {
  expect(namedTest(output, name)).toBe('alike');
});

test('A test that is called like another one of its suite is not that other one.', () => {
  expect(namedTest(`test queue::keeps ... ok\n\n${cargoOne()}`, 'stack::keeps')).toBe('not-named');
});

test('Where nothing says how many passed, another one may have.', () => {
  expect(namedTest('✓ parses\n', 'reads')).toBe('not-all-named');
  expect(namedTest('', 'reads')).toBe('not-all-named');
  expect(namedTest(vitest(0), 'reads')).toBe('not-all-named');
});

test('Of tests that hold others Go counts these.', () => {
  const output = '--- PASS: TestA (0.00s)\n    --- PASS: TestA/sub (0.00s)\nPASS\nok  \tex/a\t0.002s\n';
  expect(namedTest(output, 'TestB')).toBe('not-named');
});

describe('A test that fails and then passes', () => {
  test('may be two, where nothing says that it was tried again.', () => {
    expect(namedTest('✗ parses\n✓ parses\n', 'parses')).toBe('tried-again');
    expect(namedTest('✗ a > parses\n✓ b > parses\n', 'parses')).toBe('not-passed');
  });

  test('is judged by the last try, of this test alone.', () => {
    const first = '  ✘  1 [firefox] › a.spec.ts:3:5 › parses (1.2s)\n';
    const passed = first.replace('✘  1', '✓  2').replace(' (', ' (retry #1) (');
    expect(namedTest(first + passed, 'parses')).toBe('passed');
    expect(namedTest(first + passed.replace('✓', '✘'), 'parses')).toBe('not-passed');
    expect(namedTest(first + passed.replace('firefox', 'chromium'), 'parses')).toBe('tried-again');
    expect(namedTest(first + passed + first, 'parses')).toBe('not-passed');
  });
});

test('A long output is read in no time.', () => {
  const started = process.cpuUsage();
  for (const part of [
    '✓ a (retry #1)',
    '✓ a (1 tests | ',
    '[',
    'TRY 1 ',
    'test_a (a)\n',
    'test_a (a)\n... ',
    '✘ 1 a (1s)\n',
    '\n',
    ' ',
  ])
    namedTest(part.repeat(20_000), 'parses');
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
});

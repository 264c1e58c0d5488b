import { expect, test } from 'vitest';
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

test('Another test that only begins alike is not meant.', () => {
  expect(namedTest('test a::keeps_nothing ... ok\n', 'a::keeps')).toBe('not-named');
});

test('A name that is only printed has not passed.', () => {
  expect(namedTest('about to run a::keeps\ntest a::other ... ok\n', 'a::keeps')).toBe('not-named');
});

test('A runner that names files alone names no test.', () => {
  expect(namedTest(' ✓ t/a.test.ts (3 tests) 4ms\n      Tests  3 passed (3)\n', 'parses')).toBe('no-names');
});

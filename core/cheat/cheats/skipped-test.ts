import { defineCheat } from '../cheat.ts';
import { gained } from '../gained.ts';
import type { Source } from '../change.ts';
import { testCases, type TestCase } from '../test-cases.ts';

/**
 * A test that is there and does not run: it is marked to be skipped, put off, expected to fail, or others are marked to
 * be the only ones. What ran at the base has to run at the head.
 *
 * @example A test that ran is skipped.
 *
 *     --- test/sum.test.ts
 *     - test('adds', () => {
 *     + test.skip('adds', () => {
 *         expect(sum(1, 2)).toBe(3);
 *       });
 *     === test/sum.test.ts:1 Unexpected "skip" on a test that ran before, expected it to run: adds
 *
 * @example A test is the only one, so that its siblings do not run.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => expect(sum(1, 2)).toBe(4));
 *     + test.only('adds nothing', () => expect(sum()).toBe(0));
 *     === test/sum.test.ts:2 Unexpected "only", expected all tests of the file to run: adds nothing
 *
 * @example A test in Python is expected to fail from now on.
 *
 *     --- tests/test_sum.py
 *     + @pytest.mark.xfail
 *       def test_adds():
 *           assert sum_of(1, 2) == 3
 *     === tests/test_sum.py:2 Unexpected "mark.xfail" on a test that ran before, expected it to run: test_adds
 *
 * @example A new test that waits for something is no test that ran before, and one that was skipped may go on being so.
 *
 *     --- test/sum.test.ts
 *     - test.skip('adds', () => {});
 *     + test.skip('adds numbers', () => {});
 *     + test.todo('adds texts');
 */
export const skippedTest = defineCheat({
  id: 'skipped-test',
  verdict: 'block',
  look({ files }, see) {
    for (const { path, base, head } of files) {
      if (!head) continue;
      const ran = new Set(base && runningTests(base).map(({ name }) => name));
      for (const { name, line, modifiers } of testCases(head)) {
        const off = modifiers.find(isOff);
        const wasRunning = ran.has(name);
        if (off !== undefined && wasRunning) {
          const message = `Unexpected "${off}" on a test that ran before, expected it to run: ${name}`;
          see({ path, line, message });
        }
      }
      for (const { name, line } of gained(onlyTests(base), onlyTests(head), (one) => one.name))
        see({ path, line, message: `Unexpected "only", expected all tests of the file to run: ${name}` });
    }
  },
});

function runningTests(source: Source): readonly TestCase[] {
  return testCases(source).filter(({ modifiers }) => !modifiers.some(isOff));
}

function onlyTests(source: Source | undefined): readonly TestCase[] {
  return source ? testCases(source).filter(({ modifiers }) => modifiers.includes('only')) : [];
}

/** In the words of vitest, jest, node:test, mocha, pytest and unittest. */
function isOff(modifier: string): boolean {
  return /(?:^|\.)(?:skip(?:if|unless|test)?|todo|fails|failing|fixme|xfail|expectedfailure|runif)$/i.test(modifier);
}

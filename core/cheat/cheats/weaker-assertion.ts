import { defineCheat } from '../cheat.ts';
import { lossesOf } from '../staying-tests.ts';

/**
 * A test that stays and asserts less: assertions are gone from it, or one that asked for a value asks for hardly
 * anything.
 *
 * @example An exact value becomes any value.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => {
 *     -   expect(sum(1, 2)).toEqual({ total: 3 });
 *     +   expect(sum(1, 2)).toBeTruthy();
 *       });
 *     === test/sum.test.ts:2 Unexpected weaker assertion, expected "expect(sum(1, 2)).toEqual({ total: 3 })" to stay as strict, in test: adds
 *
 * @example An assertion is gone, the body stays.
 *
 *     --- tests/test_sum.py
 *       def test_adds():
 *           result = sum_of(1, 2)
 *     -     assert result == 3
 *     === tests/test_sum.py:1 Unexpected end of an assertion, expected "assert result == 3" to stay, in test: test_adds
 *
 * @example Equality becomes presence.
 *
 *     --- tests/test_sum.py
 *       def test_adds():
 *     -     assert sum_of(1, 2) == 3
 *     +     assert sum_of(1, 2) is not None
 *     === tests/test_sum.py:2 Unexpected weaker assertion, expected "assert sum_of(1, 2) == 3" to stay as strict, in test: test_adds
 *
 * @example Stricter, or written in another way.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => {
 *     -   expect(sum(1, 2)).toBeTruthy();
 *     +   expect(sum(1, 2)).toBe(3);
 *     +   expect(sum(2, 2)).toBe(4);
 *       });
 */
export const weakerAssertion = defineCheat({
  id: 'weaker-assertion',
  verdict: 'block',
  look({ files }, see) {
    for (const { path, ...file } of files)
      for (const { gone, came, test } of lossesOf({ path, ...file })) {
        const was = `expected "${gone.assertion.text}"`;
        if (!came)
          see({
            path,
            line: test.line,
            message: `Unexpected end of an assertion, ${was} to stay, in test: ${test.name}`,
          });
        else if (came.assertion.isForgiven)
          see({
            path,
            line: came.assertion.line,
            message: `Unexpected assertion whose error goes nowhere, ${was} to fail the test: ${test.name}`,
          });
        else if (came.strength < gone.strength)
          see({
            path,
            line: came.assertion.line,
            message: `Unexpected weaker assertion, ${was} to stay as strict, in test: ${test.name}`,
          });
      }
  },
});

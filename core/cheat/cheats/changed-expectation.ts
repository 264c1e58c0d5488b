import { defineCheat } from '../cheat.ts';
import { changedRows, lossesOf } from '../staying-tests.ts';

/**
 * A test that stays and asks for another value: what it asked for before was written by somebody who knew what was
 * wanted. What is wanted now has to be said by the plan.
 *
 * @example The value that came out is now the one that is asked for.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => {
 *     -   expect(sum(0.1, 0.2)).toBe(0.3);
 *     +   expect(sum(0.1, 0.2)).toBe(0.30000000000000004);
 *       });
 *     --- tests/test_sum.py
 *       def test_adds():
 *     -     assert sum_of(1, 2) == 3
 *     +     assert sum_of(1, 2) == 4
 *     === test/sum.test.ts:2 Unexpected other value, expected what the test asked for before: expect(sum(0.1, 0.2)).toBe(0.3)
 *     === tests/test_sum.py:2 Unexpected other value, expected what the test asked for before: assert sum_of(1, 2) == 3
 *
 * @example Another case is added.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => {
 *         expect(sum(1, 2)).toBe(3);
 *     +   expect(sum(0.1, 0.2)).toBe(0.3);
 *       });
 */
export const changedExpectation = defineCheat({
  id: 'changed-expectation',
  verdict: 'block',
  look({ files }, see) {
    const message = 'Unexpected other value, expected what the test asked for before:';
    for (const file of files) {
      for (const { gone, came } of changedRows(file))
        if (came) see({ path: file.path, line: came.line, message: `${message} ${gone.text}` });
      for (const { gone, came } of lossesOf(file)) {
        if (!came || came.assertion.isForgiven || came.strength < gone.strength) continue;
        see({ path: file.path, line: came.assertion.line, message: `${message} ${gone.assertion.text}` });
      }
    }
  },
});

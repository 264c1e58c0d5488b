import { defineCheat } from '../cheat.ts';
import { plainLossesOf } from '../plain-tests.ts';
import { isMadeConditional, lossesOf, type Loss, type Wanted } from '../staying-tests.ts';

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
 * @example An assertion whose error is caught, one that is looked at where it holds, and one in Go that is gone.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => {
 *     -   expect(sum(1, 2)).toBe(3);
 *     -   expect(total).toBe(4);
 *     +   try { expect(sum(1, 2)).toBe(3); } catch {}
 *     +   if (total === 4) expect(total).toBe(4);
 *       });
 *       test('adds later', async () => {
 *     -   expect(await sumLater(1, 2)).toBe(3);
 *     +   sumLater(1, 2).then((value) => { expect(value).toBe(3); });
 *       });
 *     --- sum/sum_test.go
 *       func TestAdds(t *testing.T) {
 *         got := Sum(1, 2)
 *     -   if got != 3 {
 *     -     t.Fatalf("got %d", got)
 *     -   }
 *     +   _ = got
 *       }
 *     === sum/sum_test.go:1 Unexpected end of an assertion, expected "if got != 3 {" to stay, in test: TestAdds
 *     === test/sum.test.ts:2 Unexpected assertion whose error goes nowhere, expected "expect(sum(1, 2)).toBe(3)" to fail the test: adds
 *     === test/sum.test.ts:3 Unexpected condition of an assertion, expected "expect(total).toBe(4)" to be looked at always, in test: adds
 *     === test/sum.test.ts:6 Unexpected assertion whose error goes nowhere, expected "expect(await sumLater(1, 2)).toBe(3)" to fail the test: adds later
 *
 * @example Several are now one, in a helper or of a table.
 *
 *     --- test/sum.test.ts
 *     + const expectSum = (a: number, b: number, c: number) => expect(sum(a, b)).toBe(c);
 *       test('adds', () => {
 *     -   expect(sum(1, 2)).toBe(3);
 *     -   expect(sum(4, 5)).toBe(9);
 *     +   expectSum(1, 2, 3);
 *     +   expectSum(4, 5, 9);
 *       });
 *     --- src/sum.rs
 *       #[test]
 *       fn adds() {
 *     -     assert_eq!(sum(1, 2), 3);
 *     -     assert_eq!(sum(4, 5), 9);
 *     +     for (a, b, c) in [(1, 2, 3), (4, 5, 9)] {
 *     +         assert_eq!(sum(a, b), c);
 *     +     }
 *       }
 *
 * @example One test is now two.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => {
 *         expect(sum(1, 2)).toBe(3);
 *     -   expect(sum(0.1, 0.2)).toBe(0.3);
 *       });
 *     + test('adds fractions', () => {
 *     +   expect(sum(0.1, 0.2)).toBe(0.3);
 *     + });
 *
 * @example The value is now what is told when there is none.
 *
 *     --- tests/test_area.py
 *       class AreaTest(unittest.TestCase):
 *           def test_square(self):
 *     -         self.assertEqual(area(3), 9)
 *     +         self.assertTrue(area(3), 9)
 *     === tests/test_area.py:3 Unexpected weaker assertion, expected "self.assertEqual(area(3), 9)" to stay as strict, in test: AreaTest > test_square
 *
 * @example Another name does not make it another test.
 *
 *     --- test/sum.test.ts
 *     - test('adds', () => {
 *     -   expect(sum(1, 2)).toBe(3);
 *     + test('adds numbers', () => {
 *     +   const three = 3;
 *     +   expect(sum(1, 2) + three).toBeDefined();
 *       });
 *     === test/sum.test.ts:3 Unexpected weaker assertion, expected "expect(sum(1, 2)).toBe(3)" to stay as strict, in test: adds
 *
 * @example In Rust any value will do now.
 *
 *     --- src/semver.rs
 *       #[test]
 *       fn reads() {
 *     -     assert_eq!(parse("1.2"), Ok((1, 2)));
 *     +     assert!(parse("1.2").is_ok());
 *       }
 *     === src/semver.rs:3 Unexpected weaker assertion, expected "assert_eq!(parse("1.2"), Ok((1, 2)));" to stay as strict, in test: reads
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
  asked: 'judge',
  look({ files }, see) {
    for (const file of files) {
      for (const loss of lossesOf(file)) {
        const line = (loss.came?.assertion ?? loss.test).line;
        const message = weakness(loss);
        const isQuestion = loss.came !== undefined && message !== undefined && isOnlyAsked(loss.gone, loss.came);
        const about = { path: file.path, line, test: loss.test.name, ...left(loss.test) };
        if (message !== undefined) see({ ...about, message, ...(isQuestion && { verdict: 'flag' }) });
      }
      for (const { gone, came, test } of plainLossesOf(file)) {
        const about = { path: file.path, test: test.name, ...left(test) };
        if (!came) see({ ...about, line: test.line, message: ended(gone.text, test.name) });
        else if (isEqualInRust.test(gone.text) && !isEqualInRust.test(came.text))
          see({ path: file.path, test: test.name, line: came.line, message: weakened(gone.text, test.name) });
      }
    }
  },
});

function weakness({ gone, came, test }: Loss): string | undefined {
  const { text } = gone.assertion;
  if (!came) return ended(text, test.name);
  if (came.assertion.isForgiven)
    return `Unexpected assertion whose error goes nowhere, expected "${text}" to fail the test: ${test.name}`;
  if (isMadeConditional(gone, came))
    return `Unexpected condition of an assertion, expected "${text}" to be looked at always, in test: ${test.name}`;
  return came.strength < gone.strength ? weakened(text, test.name) : undefined;
}

/** A plan may ask for other assertions, and for no test without any. */
function left({ assertions }: { readonly assertions: readonly unknown[] }): { asked?: 'never' } {
  return assertions.length === 0 ? { asked: 'never' } : {};
}

/** One that says which value it wants. */
const isEqualInRust = /\bassert_(?:eq|ne|matches)!|\bassert!\(.*(?:==|matches!)/;

function weakened(text: string, name: string): string {
  return `Unexpected weaker assertion, expected "${text}" to stay as strict, in test: ${name}`;
}

function ended(text: string, name: string): string {
  return `Unexpected end of an assertion, expected "${text}" to stay, in test: ${name}`;
}

/** A condition that is not about what is looked at, as one about the platform. */
function isOnlyAsked(gone: Wanted, { assertion, subject }: Wanted): boolean {
  const { condition = '', isForgiven } = assertion;
  return !isForgiven && gone.assertion.condition === undefined && condition !== '' && !condition.includes(subject);
}

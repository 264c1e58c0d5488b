import { defineCheat } from '../cheat.ts';
import type { ChangedFile } from '../change.ts';
import { gained } from '../gained.ts';
import { testCases, type Assertion, type TestCase } from '../test-cases.ts';

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
 *     === tests/test_sum.py:1 Unexpected number of assertions (0), expected 1 as before, in test: test_adds
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
    for (const file of files)
      for (const { before, after } of stayingTests(file)) {
        const gone = gained(after.assertions, before.assertions, ({ text }) => text);
        const came = gained(before.assertions, after.assertions, ({ text }) => text);
        const weaker = came.filter((one) => isWeak(one) && gone.some((other) => !isWeak(other)));
        const lost = gone.find((one) => !isWeak(one));
        for (const { line } of weaker) {
          const message = `Unexpected weaker assertion, expected "${lost?.text}" to stay as strict, in test: ${after.name}`;
          see({ path: file.path, line, message });
        }
        const [had, has] = [before.assertions.length, after.assertions.length];
        if (has >= had) continue;
        const message = `Unexpected number of assertions (${has}), expected ${had} as before, in test: ${after.name}`;
        see({ path: file.path, line: after.line, message });
      }
  },
});

function stayingTests({ base, head }: ChangedFile): { before: TestCase; after: TestCase }[] {
  if (!base || !head) return [];
  const before = new Map(testCases(base).map((one) => [one.name, one]));
  return testCases(head).flatMap((after) => {
    const was = before.get(after.name);
    return was ? [{ before: was, after }] : [];
  });
}

/** Whether nearly every value would do. */
function isWeak({ chain, text }: Assertion): boolean {
  const last = chain.at(-1) ?? '';
  if (weakMatchers.has(last)) return true;
  if (chain.includes('not') && /^(?:toBe|toEqual|toBeNull|toBeUndefined|toThrow)$/.test(last))
    return /\((?:null|undefined)?\)$/.test(text);
  return chain.length === 1 && last === 'assert' && isWeakCondition(text);
}

const weakMatchers: ReadonlySet<string> = new Set([
  'toBeTruthy',
  'toBeDefined',
  'toBeFalsy',
  'ok',
  'exist',
  'exists',
  'isOk',
  'isDefined',
  'assertTrue',
  'assertIsNotNone',
  'assertFalse',
]);

/** `assert x`, `assert x is not None`, `assert isinstance(x, T)`, `assert len(x) > 0`, `assert "a" in x`. */
function isWeakCondition(text: string): boolean {
  const condition = text.replace(/^assert\s*/, '');
  if (/ is not None\b|^isinstance\(|^hasattr\(|^callable\(|^len\(.*\) ?>=? ?[01]\b/.test(condition)) return true;
  return !/[=!<>]=|[<>]|\bis\b|\bin\b/.test(condition);
}

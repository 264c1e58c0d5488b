import { defineCheat } from '../cheat.ts';
import type { ChangedFile, Source } from '../change.ts';
import { gained } from '../gained.ts';
import { testCases, type Assertion } from '../test-cases.ts';

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
    for (const file of files)
      for (const { line, was } of changed(file))
        see({
          path: file.path,
          line,
          message: `Unexpected other value, expected what the test asked for before: ${was}`,
        });
  },
});

function changed({ base, head }: ChangedFile): { line: number; was: string }[] {
  if (!base || !head) return [];
  const before = new Map(testCases(base).map((one) => [one.name, one]));
  return testCases(head).flatMap(({ name, assertions }) => {
    const was = before.get(name)?.assertions ?? [];
    const gone = gained(assertions, was, ({ text }) => text);
    const came = gained(was, assertions, ({ text }) => text);
    return came.flatMap((one) => {
      const other = gone.find((each) => subjectOf(base, each) === subjectOf(head, one) && isOther(each, one));
      return other ? [{ line: one.line, was: other.text }] : [];
    });
  });
}

/** What is left when all values are the same: `expect(sum(1, 2)).toBe(3)` asks of the subject `sum(1, 2)`. */
function subjectOf(source: Source, { text, chain }: Assertion): string {
  if (chain[0] === 'assert' && chain.length === 1) return text.split(/ (?:[=!<>]=?=?|is|in) /)[0] ?? text;
  const last = chain.at(-1) ?? '';
  const at = text.lastIndexOf(`${last}(`);
  if (chain[0] === 'expect') return text.slice(0, at + last.length);
  return source.syntax ? text.replace(/,[^,]*\)$/, '') : text;
}

function isOther(before: Assertion, after: Assertion): boolean {
  return before.text !== after.text;
}

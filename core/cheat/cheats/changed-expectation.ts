import { defineCheat } from '../cheat.ts';
import type { ChangedFile, Source } from '../change.ts';
import { changedConstants, changedRows } from '../changed-data.ts';
import { plainLossesOf } from '../plain-tests.ts';
import { isMadeConditional, lossesOf } from '../staying-tests.ts';

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
 *     --- src/sum.rs
 *       #[test]
 *       fn adds() {
 *     -     assert_eq!(sum(1, 2), 3);
 *     +     assert_eq!(sum(1, 2), 4);
 *       }
 *     === src/sum.rs:3 Unexpected other value, expected what the test asked for before: assert_eq!(sum(1, 2), 3);
 *     === test/sum.test.ts:2 Unexpected other value, expected what the test asked for before: expect(sum(0.1, 0.2)).toBe(0.3)
 *     === tests/test_sum.py:2 Unexpected other value, expected what the test asked for before: assert sum_of(1, 2) == 3
 *
 * @example A constant that the test expects.
 *
 *     --- tests/test_sum.py
 *     - WANTED = {"a": 1, "b": 2}
 *     + WANTED = {"a": 1}
 *       def test_counts():
 *           assert counts("abb") == WANTED
 *     === tests/test_sum.py:1 Unexpected other value, expected what the test asked for before: WANTED with "b"
 *
 * @example What is stored for a test is stored anew.
 *
 *     --- src/__snapshots__/list.test.ts.snap
 *     - exports[`escapes items 1`] = `"<li>a &lt; b</li>"`;
 *     + exports[`escapes items 1`] = `"<li>a < b</li>"`;
 *     + exports[`numbers items 1`] = `"<li>1</li>"`;
 *     === src/__snapshots__/list.test.ts.snap:1 Unexpected other value, expected what the test asked for before: exports[`escapes items 1`]
 *
 * @example A test is written in another way, and asks for the same.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => {
 *     -   expect(sum(1, 2)).toEqual({ total: 3, parts: [1, 2] });
 *     +   const parts = [1, 2];
 *     +   expect(sum(1, 2)).toEqual({ total: 3, parts });
 *       });
 *
 * @example One that another implies is dropped.
 *
 *     --- tests/test_merge.py
 *       def test_merges():
 *     -     result = merge([1, 3], [2])
 *     -     assert result == [1, 2, 3]
 *     -     assert result is not None
 *     +     assert merge([1, 3], [2]) == [1, 2, 3]
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
  verdict: 'flag',
  look({ files }, see) {
    const message = 'Unexpected other value, expected what the test asked for before:';
    for (const file of files) {
      for (const { gone, came } of changedRows(file))
        if (came) see({ path: file.path, line: came.line, message: `${message} ${gone.text}` });
      for (const { gone, line } of changedConstants(file))
        see({ path: file.path, line, message: `${message} ${gone}` });
      for (const { gone, came } of plainLossesOf(file))
        if (came) see({ path: file.path, line: came.line, message: `${message} ${gone.text}` });
      for (const { key, line } of storedAnew(file)) see({ path: file.path, line, message: `${message} ${key}` });
      for (const { gone, came } of lossesOf(file)) {
        if (!came || came.assertion.isForgiven || came.strength < gone.strength || isMadeConditional(gone, came))
          continue;
        see({
          path: file.path,
          line: came.assertion.line,
          message: `${message} ${gone.assertion.text}`,
        });
      }
    }
  },
});

/** Entries of a file of snapshots whose value is another one. */
function storedAnew({ path, base, head }: ChangedFile): { key: string; line: number }[] {
  if (!path.endsWith('.snap') || !base || !head) return [];
  const before = new Map(entriesOf(base).map(({ key, value }) => [key, value]));
  return entriesOf(head).filter(({ key, value }) => (before.get(key) ?? value) !== value);
}

function entriesOf({ lines }: Source): { key: string; value: string; line: number }[] {
  const found: { key: string; lines: string[]; line: number }[] = [];
  for (const [index, text] of lines.entries()) {
    const [start, key] = /^(exports\[`.*`\]) = /.exec(text) ?? [];
    if (start !== undefined && key !== undefined) found.push({ key, lines: [text], line: index + 1 });
    else found.at(-1)?.lines.push(text);
  }
  return found.map(({ key, lines: all, line }) => ({ key, line, value: all.join('\n').trim() }));
}

import { defineCheat } from '../cheat.ts';
import type { ChangedFile, Source } from '../change.ts';
import { isTestFile } from '../language.ts';
import { testCases, type TestCase } from '../test-cases.ts';

/**
 * A test that is gone: its file was deleted, moved to where no runner takes it, or it was taken out of its file, into a
 * comment too. One that got another name, or went to another file, is still there.
 *
 * @example A test is taken out.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => expect(sum(1, 2)).toBe(3));
 *     - test('refuses text', () => expect(() => sum('a')).toThrow());
 *     === test/sum.test.ts:2 Unexpected end of a test, expected it to stay: refuses text
 *
 * @example A test is commented out.
 *
 *     --- tests/test_sum.py
 *     - def test_refuses_text():
 *     -     with pytest.raises(ValueError):
 *     -         sum_of("a")
 *     + # def test_refuses_text():
 *     + #     with pytest.raises(ValueError):
 *     + #         sum_of("a")
 *     === tests/test_sum.py:1 Unexpected end of a test, expected it to stay: test_refuses_text
 *
 * @example A file is moved to where no runner looks for tests.
 *
 *     --- test/sum.test.ts → test/sum.ts
 *       test('adds', () => expect(sum(1, 2)).toBe(3));
 *     === test/sum.ts:1 Unexpected name of a file with tests, expected one that a runner takes, as test/sum.test.ts was
 *
 * @example A file of tests in another language is deleted.
 *
 *     --- src/sum_test.go
 *     - func TestAdds(t *testing.T) {}
 *     === src/sum_test.go:1 Unexpected end of a file with tests, expected it to stay
 *
 * @example A test has a better name, and another one is in another file.
 *
 *     --- test/sum.test.ts
 *     - test('works', () => expect(sum(1, 2)).toBe(3));
 *     - test('refuses text', () => expect(() => sum('a')).toThrow());
 *     + test('adds', () => expect(sum(1, 2)).toBe(3));
 *     --- test/refuses.test.ts
 *     + test('refuses text', () => expect(() => sum('a')).toThrow());
 */
export const deletedTest = defineCheat({
  id: 'deleted-test',
  verdict: 'block',
  look({ files }, see) {
    const there = files.flatMap(({ path, head }) => (head && isTestFile(path) ? testCases(head) : []));
    const names = new Set(there.map(({ name }) => name));
    const bodies = new Set(files.flatMap(({ head }) => (head ? testCases(head).map((one) => bodyOf(head, one)) : [])));
    for (const file of files) {
      const { path, from = path, base, head } = file;
      if (!base || !isTestFile(from)) continue;
      if (head && !isTestFile(path)) {
        see({
          path,
          line: 1,
          message: `Unexpected name of a file with tests, expected one that a runner takes, as ${from} was`,
        });
        continue;
      }
      if (!head && !isRead(file)) {
        see({ path, line: 1, side: 'base', message: 'Unexpected end of a file with tests, expected it to stay' });
        continue;
      }
      for (const one of testCases(base)) {
        if (names.has(one.name) || bodies.has(bodyOf(base, one))) continue;
        see({
          path,
          line: one.line,
          side: 'base',
          message: `Unexpected end of a test, expected it to stay: ${one.name}`,
        });
      }
    }
  },
});

function isRead({ base }: ChangedFile): boolean {
  return base?.syntax !== undefined;
}

/** Without its name, and without blanks: what is left says whether it is the same test. */
function bodyOf({ syntax }: Source, { node, name }: TestCase): string {
  const title = name.split(' > ').at(-1) ?? '';
  const text = syntax?.textOf(node) ?? '';
  return text.replace(title, '').replaceAll(/\s+/g, '');
}

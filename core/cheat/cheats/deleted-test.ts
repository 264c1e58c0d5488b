import { defineCheat } from '../cheat.ts';
import type { ChangedFile } from '../change.ts';
import { changedRows } from '../changed-data.ts';
import { goneTests, testsThere } from '../gone-tests.ts';
import { hasTestName, isTestFile } from '../../review/test-file.ts';
import { markedTests } from '../marked-tests.ts';
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
 * @example A test is moved to a folder of which Jest takes all.
 *
 *     --- src/sum.test.ts → src/__tests__/sum.ts
 *       test('adds', () => expect(sum(1, 2)).toBe(3));
 *
 * @example A name no longer says what it is.
 *
 *     --- src/sum.test.js → test/sum.js
 *       test('adds', () => expect(sum(1, 2)).toBe(3));
 *     === test/sum.js:1 Unexpected name of a file with tests, expected one that a runner takes, as src/sum.test.js was
 *
 * @example A file of tests in another language is deleted.
 *
 *     --- src/sum_test.go
 *     - func TestAdds(t *testing.T) {}
 *     === src/sum_test.go:1 Unexpected end of a file with tests, expected it to stay
 *
 * @example Rows of a table are gone, and a second test takes the place of the first.
 *
 *     --- test/sum.test.ts
 *       const cases = [
 *         [1, 2, 3],
 *     -   [0.1, 0.2, 0.3],
 *     +   // [0.1, 0.2, 0.3],
 *       ];
 *       for (const [a, b, c] of cases) test(`${a} + ${b}`, () => expect(sum(a, b)).toBe(c));
 *     --- tests/test_sum.py
 *       def test_adds():
 *           assert sum_of(0.1, 0.2) == 0.3
 *     +
 *     + def test_adds():
 *     +     assert sum_of(1, 2) == 3
 *     === test/sum.test.ts:5 Unexpected end of a case of a test, expected it to stay: [0.1,0.2,0.3]
 *     === tests/test_sum.py:4 Unexpected second test of this name, which takes the place of the first: test_adds
 *
 * @example In Rust a test is one because of its attribute.
 *
 *     --- src/sum.rs
 *     - #[test]
 *     + #[allow(dead_code)]
 *       fn adds() {
 *           assert_eq!(sum(1, 2), 3);
 *       }
 *     === src/sum.rs:2 Unexpected end of a test, expected it to stay: adds
 *
 * @example Tests of a folder that runners take as a whole, and those of other languages.
 *
 *     --- __tests__/add.js
 *     - test('adds up', () => expect(add(1, 2)).toBe(3));
 *     --- test/add.js
 *       test('adds', () => assert.equal(add(1, 2), 3));
 *     - test('subtracts', () => assert.equal(add(1, -2), -1));
 *     --- test/helper.ts
 *     - it('helps', () => expect(help()).toBe(3));
 *     --- src/test/java/shop/CartTest.java
 *     - class CartTest {}
 *     --- spec/cart_spec.rb
 *     - describe Cart do
 *     - end
 *     === __tests__/add.js:1 Unexpected end of a test, expected it to stay: adds up
 *     === spec/cart_spec.rb:1 Unexpected end of a file with tests, expected it to stay
 *     === src/test/java/shop/CartTest.java:1 Unexpected end of a file with tests, expected it to stay
 *     === test/add.js:2 Unexpected end of a test, expected it to stay: subtracts
 *     === test/helper.ts:1 Unexpected end of a test, expected it to stay: helps
 *
 * @example In other languages there are fewer that are marked to be one.
 *
 *     --- src/test/java/shop/CartTest.java
 *         @Test void adds() { assertEquals(3, cart.sum()); }
 *     -   @Test void refuses() { assertThrows(Refused.class, cart::none); }
 *     --- tests/CartTest.php
 *     -     public function testAdds(): void { $this->assertSame(3, $cart->sum()); }
 *     +     public function testAddsPrices(): void { $this->assertSame(3, $cart->sum()); }
 *     === src/test/java/shop/CartTest.java:1 Unexpected end of 1 of the tests, expected all to stay
 *
 * @example A test goes to another file, where it does not run.
 *
 *     --- test/sum.test.ts
 *       test('adds', () => expect(sum(1, 2)).toBe(3));
 *     - test('refuses text', () => expect(() => sum('a')).toThrow());
 *     --- test/later.test.ts
 *     + test.skip('refuses text', () => expect(() => sum('a')).toThrow());
 *     === test/sum.test.ts:2 Unexpected end of a test, expected it to stay: refuses text
 *
 * @example Several tests are now rows of a table.
 *
 *     --- test/sum.test.ts
 *     - test('adds small numbers', () => expect(sum(1, 2)).toBe(3));
 *     - test('adds large numbers', () => expect(sum(1e9, 2e9)).toBe(3e9));
 *     + test.each([[1, 2, 3], [1e9, 2e9, 3e9]])('adds %d and %d', (a, b, c) => expect(sum(a, b)).toBe(c));
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
  asked: 'judge',
  look({ files }, see) {
    const there = testsThere(files);
    for (const file of files) {
      const { path, from = path, base, head } = file;
      if (base && head && isTestFile(from) && !isTaken(path, from)) {
        const message = `Unexpected name of a file with tests, expected one that a runner takes, as ${from} was`;
        see({ path, line: 1, message });
        continue;
      }
      if (base && !head && !base.syntax && isTestFile(path))
        see({ path, line: 1, side: 'base', message: 'Unexpected end of a file with tests, expected it to stay' });
      for (const { line, name } of goneTests(file, there))
        see({
          path,
          line,
          side: 'base',
          message: `Unexpected end of a test, expected it to stay: ${name}`,
          test: name,
        });
      const fewer = base && head ? markedTests(base, from).length - markedTests(head, path).length : 0;
      if (fewer > 0)
        see({ path, line: 1, side: 'base', message: `Unexpected end of ${fewer} of the tests, expected all to stay` });
      for (const { gone, came, test } of changedRows(file))
        if (!came)
          see({
            path,
            line: test.line,
            message: `Unexpected end of a case of a test, expected it to stay: ${gone.text}`,
            test: test.name,
          });
      for (const { line, name } of replacing(file))
        see({
          path,
          line,
          message: `Unexpected second test of this name, which takes the place of the first: ${name}`,
        });
    }
  },
});

/** In Python the second function of a name takes the place of the first. */
function replacing({ base, head, language }: ChangedFile): readonly TestCase[] {
  if (!base || !head || language !== 'python') return [];
  const ran = new Set(testCases(base).map(({ name }) => name));
  const seen = new Set<string>();
  const again = testCases(head).filter(({ name }) => {
    const isAgain = seen.has(name);
    seen.add(name);
    return isAgain && ran.has(name);
  });
  return testCases(base).length === ran.size ? again : [];
}

/** A name that says so is kept, but where the folder says it. */
function isTaken(path: string, from: string): boolean {
  return hasTestName(path) || (isTestFile(path) && (!hasTestName(from) || path.includes('__tests__/')));
}

import { defineCheat } from '../cheat.ts';
import { gained } from '../gained.ts';
import type { ChangedFile, Source } from '../change.ts';
import { plainTests } from '../plain-tests.ts';
import { leavesOf, leavesOfFile } from '../leaves.ts';
import { marksOff } from '../marked-tests.ts';
import { testsByOldName } from '../renamed-tests.ts';
import { isOff, runningTests, testCases, type TestCase } from '../test-cases.ts';

/**
 * A test that is there and does not run: it is marked to be skipped, put off, expected to fail, or others are marked to
 * be the only ones. What ran at the base has to run at the head.
 *
 * @example In other languages by what is marked.
 *
 *     --- src/test/java/shop/CartTest.java
 *     +   @Disabled("slow")
 *         @Test void adds() { assertEquals(3, cart.sum()); }
 *     --- spec/cart_spec.rb
 *     -   it 'adds' do
 *     +   xit 'adds' do
 *           expect(cart.sum).to eq 3
 *         end
 *     === spec/cart_spec.rb:1 Unexpected "xit" in a file whose tests ran, expected them to run
 *     === src/test/java/shop/CartTest.java:1 Unexpected "@Disabled" in a file whose tests ran, expected them to run
 *
 * @example Another name does not make it another test.
 *
 *     --- test/sum.test.ts
 *     - test('adds', () => expect(sum(1, 2)).toBe(3));
 *     + test.skip('adds numbers', () => expect(sum(1, 2)).toBe(3));
 *     --- tests/test_sum.py
 *     - def test_adds():
 *     + @pytest.mark.skip(reason="slow")
 *     + def test_adds_numbers():
 *           assert sum_of(1, 2) == 3
 *     === test/sum.test.ts:1 Unexpected "skip" on a test that ran before, expected it to run: adds
 *     === tests/test_sum.py:2 Unexpected "mark.skip" on a test that ran before, expected it to run: test_adds
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
 * @example A test leaves before it asks for anything.
 *
 *     --- test/sum.test.ts
 *       test('adds', function () {
 *     +   this.skip();
 *         expect(sum(1, 2)).toBe(3);
 *       });
 *       test('adds texts', () => {
 *     +   if (!isReady()) return;
 *         expect(sum('1', '2')).toBe(3);
 *       });
 *     --- tests/test_sum.py
 *     + pytestmark = pytest.mark.skip(reason="slow")
 *       def test_adds():
 *           assert sum_of(1, 2) == 3
 *     === test/sum.test.ts:2 Unexpected "this.skip", expected the test to run to its end: adds
 *     === test/sum.test.ts:6 Unexpected "return", expected the test to run to its end: adds texts
 *     === tests/test_sum.py:1 Unexpected "pytestmark", expected all tests of the file to run
 *
 * @example In Go and Rust.
 *
 *     --- sum/sum_test.go
 *     + //go:build slow
 *       package sum
 *       func TestAdds(t *testing.T) {
 *       }
 *     --- src/sum.rs
 *       #[test]
 *     + #[ignore]
 *       fn adds() {
 *           assert_eq!(sum(1, 2), 3);
 *       }
 *     === src/sum.rs:3 Unexpected mark on a test that ran before, expected it to run: adds
 *     === sum/sum_test.go:1 Unexpected "//go:build slow", expected all tests of the file to run
 *
 * @example A new test that is skipped where it cannot run.
 *
 *     --- tests/test_sum.py
 *       def test_adds():
 *           assert sum_of(1, 2) == 3
 *     +
 *     + def test_adds_on_the_card():
 *     +     pytest.importorskip("cuda")
 *     +     assert sum_of(1, 2) == 3
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
  asked: 'judge',
  look({ files }, see) {
    for (const file of files) {
      const { path, base, head } = file;
      if (!head) continue;
      for (const { line, message, test, verdict } of [...leaving(file), ...plainOff(file), ...markedOff(file)])
        see({ path, line, message, ...(test !== undefined && { test }), ...(verdict && { verdict }) });
      const ran = new Set(base && runningTests(base).map(({ name }) => name));
      for (const { name, line, modifiers } of testsByOldName(file)) {
        const off = modifiers.find(isOff);
        const wasRunning = ran.has(name);
        if (off !== undefined && wasRunning) {
          const message = `Unexpected "${off}" on a test that ran before, expected it to run: ${name}`;
          see({ path, line, message, test: name });
        }
      }
      for (const { name, line } of gained(onlyTests(base), onlyTests(head), (one) => one.name))
        see({ path, line, message: `Unexpected "only", expected all tests of the file to run: ${name}` });
    }
  },
});

interface Off {
  readonly line: number;
  readonly message: string;
  readonly test?: string;
  readonly verdict?: 'flag' | undefined;
}

/** Tests that ran, and now leave before their end; and files whose tests ran. */
function leaving(file: ChangedFile): Off[] {
  const { path, base, head } = file;
  if (!head || (!base && !isShared(path))) return [];
  const ofFile = gained(base ? leavesOfFile(base) : [], leavesOfFile(head), ({ kind }) => kind).map(
    ({ kind, line }) => ({
      line,
      message: `Unexpected "${kind}", expected all tests of the file to run`,
    }),
  );
  if (!base || isShared(path)) return ofFile;
  const before = new Map(runningTests(base).map((one) => [one.name, one]));
  if (before.size === 0) return [];
  const inTests = testsByOldName(file).flatMap((test) => {
    const was = before.get(test.name);
    const came = was ? gained(leavesOf(base, was), leavesOf(head, test), ({ kind }) => kind) : [];
    return came.map(({ kind, line, isAsked }) => ({
      line,
      message: `Unexpected "${kind}", expected the test to run to its end: ${test.name}`,
      test: test.name,
      verdict: isAsked ? ('flag' as const) : undefined,
    }));
  });
  return [...inTests, ...ofFile];
}

/** What holds for the tests of other files too. */
function isShared(path: string): boolean {
  return path.endsWith('conftest.py');
}

/** The same in Go and Rust, by lines. */
function plainOff({ base, head, language }: ChangedFile): Off[] {
  if (!base || !head) return [];
  const ran = new Set(plainTests(base, language).flatMap((one) => (one.isOff ? [] : [one.name])));
  if (ran.size === 0) return [];
  const off = plainTests(head, language).filter((one) => one.isOff && ran.has(one.name));
  const tags = gained(tagsOf(base), tagsOf(head), ({ text }) => text);
  return [
    ...off.map(({ name, line }) => ({
      line,
      message: `Unexpected mark on a test that ran before, expected it to run: ${name}`,
      test: name,
    })),
    ...tags.map(({ text, line }) => ({ line, message: `Unexpected "${text}", expected all tests of the file to run` })),
  ];
}

/** And in languages of which only the marks are known. */
function markedOff({ path, base, head }: ChangedFile): Off[] {
  if (!base || !head) return [];
  return gained(marksOff(base, path), marksOff(head, path), ({ text }) => text).map(({ text, line }) => ({
    line,
    message: `Unexpected "${text}" in a file whose tests ran, expected them to run`,
  }));
}

/** Conditions under which a whole file is read at all. */
function tagsOf({ lines }: Source): { text: string; line: number }[] {
  return lines.flatMap((text, index) =>
    /^\/\/go:build |^\/\/ \+build |^\s*#!\[cfg\(/.test(text) ? [{ text: text.trim(), line: index + 1 }] : [],
  );
}

function onlyTests(source: Source | undefined): readonly TestCase[] {
  return source ? testCases(source).filter(({ modifiers }) => modifiers.includes('only')) : [];
}

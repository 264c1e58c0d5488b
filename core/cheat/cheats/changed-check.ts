import { isTestFile } from '../../review/test-file.ts';
import type { ChangedFile, Source } from '../change.ts';
import { defineCheat } from '../cheat.ts';
import { gained } from '../gained.ts';
import { plainTests } from '../plain-tests.ts';
import { testCases } from '../test-cases.ts';

/**
 * What asserts is another where nobody runs it as it was: a helper of tests, tests that stand in source, examples in
 * comments; and tests in languages without a grammar here, which nobody compares word by word. One question for a file.
 *
 * @example A helper that tests assert with, by a library or by itself.
 *
 *     --- src/testing/same.ts
 *       import assert from 'node:assert';
 *     - export const same = (a: unknown, b: unknown) => assert.deepEqual(a, b);
 *     + export const same = (a: unknown, b: unknown) => assert.ok(a !== undefined);
 *     --- app/testing.py
 *       def check(order):
 *     -     assert order.total == 3
 *     +     assert order
 *     === app/testing.py:2 Unexpected change of what asserts for others, expected it to ask for as much as before
 *     === src/testing/same.ts:2 Unexpected change of what asserts for others, expected it to ask for as much as before
 *
 * @example Tests of Rust in their source: a comment, an early end, another macro.
 *
 *     --- src/lib.rs
 *       #[test]
 *       fn adds() {
 *     -     assert_eq!(add(1, 1), 2);
 *     +     // assert_eq!(add(1, 1), 2);
 *       }
 *     --- src/order.rs
 *     + macro_rules! assert_eq { ($($t:tt)*) => {} }
 *       #[test]
 *       fn sums() {
 *           assert_eq!(sum(&[1, 2]), 3);
 *       }
 *     === src/lib.rs:2 Unexpected change of tests that were there, expected them to ask for as much as before: adds
 *     === src/order.rs:1 Unexpected change of what asserts for others, expected it to ask for as much as before
 *
 * @example A test of Go whose assertion is a comment now.
 *
 *     --- sum_test.go
 *       func TestSum(t *testing.T) {
 *     - 	require.Equal(t, 3, Sum(1, 2))
 *     + 	// require.Equal(t, 3, Sum(1, 2))
 *       }
 *     === sum_test.go:1 Unexpected change of tests that were there, expected them to ask for as much as before: TestSum
 *
 * @example Tests and examples within source.
 *
 *     --- src/sum.ts
 *       export const sum = (a: number, b: number) => a + b;
 *     - if (import.meta.vitest) test('adds', () => expect(sum(1, 2)).toBe(3));
 *     --- src/sum.py
 *       def sum_of(a, b):
 *           """
 *           >>> sum_of(1, 2)
 *     -     3
 *     +     4
 *           """
 *           return a + b
 *     --- src/sum.rs
 *     - /// ```
 *     + /// ```no_run
 *       /// assert_eq!(sum::of(1, 2), 3);
 *       /// ```
 *       pub fn of(a: i32, b: i32) -> i32 { a + b }
 *     === src/sum.py:4 Unexpected change of an example that is run, expected it to ask for as much as before
 *     === src/sum.rs:1 Unexpected change of an example that is run, expected it to ask for as much as before
 *     === src/sum.ts:2 Unexpected end of tests that were there, expected them to ask for as much as before: adds
 *
 * @example New helpers, tests and examples; other source beside them; a comment in a test.
 *
 *     --- src/testing/more.ts
 *     + import assert from 'node:assert';
 *     + export const some = (a: unknown[]) => assert.ok(a.length > 0);
 *     --- src/lib.rs
 *     - pub fn add(a: i32, b: i32) -> i32 { a }
 *     + pub fn add(a: i32, b: i32) -> i32 { a + b }
 *       #[test]
 *       fn adds() {
 *     +     // As written on paper.
 *           assert_eq!(add(1, 1), 2);
 *       }
 *     +
 *     + #[test]
 *     + fn adds_more() {
 *     +     assert_eq!(add(1, 2), 3);
 *     + }
 */
export const changedCheck = defineCheat({
  id: 'changed-check',
  verdict: 'flag',
  look({ files }, see) {
    for (const file of files) {
      const { path, from = path, base, head } = file;
      if (!base || file.language === undefined) continue;
      const found = changedTests(file) ?? changedHelper(file) ?? changedExample(file);
      if (!found) continue;
      const { line, side, what } = found;
      const [before, after = ''] = what.split(': ');
      const message = `Unexpected ${before}, expected ${before?.includes('tests') ? 'them' : 'it'} to ask for as much as before`;
      const told = after === '' ? message : `${message}: ${after}`;
      see({ path: side === 'head' && head ? path : from, line, side: head ? side : 'base', message: told });
    }
  },
});

interface Found {
  readonly line: number;
  readonly side: 'base' | 'head';
  readonly what: string;
}

function changedTests(file: ChangedFile): Found | undefined {
  const [before, after] = [testsIn(file, 'base'), testsIn(file, 'head')];
  const changed = before.filter(({ name, text }) => !after.some((one) => one.name === name && one.text === text));
  const [first] = changed;
  if (!first) return undefined;
  const names = changed.map(({ name }) => name).join(', ');
  const now = after.find(({ name }) => name === first.name);
  if (now) return { line: now.line, side: 'head', what: `change of tests that were there: ${names}` };
  // Of a file of tests that is told by itself.
  return isTestFile(file.path)
    ? undefined
    : { line: first.line, side: 'base', what: `end of tests that were there: ${names}` };
}

interface Test {
  readonly name: string;
  readonly line: number;
  readonly text: string;
}

/** Those that only lines tell of, and those of other languages where they stand in source. */
function testsIn(file: ChangedFile, side: 'base' | 'head'): Test[] {
  const { path, language, [side]: source } = file;
  if (!source) return [];
  const plain = plainTests(source, language).map(({ name, line, lines }) => ({
    name,
    line,
    text: lines.map(uncommented),
  }));
  const cases = isTestFile(path) || language === 'python' ? [] : testCases(source);
  const parsed = cases.map(({ name, line, node }) => ({ name, line, text: [source.syntax?.textOf(node) ?? ''] }));
  return [...plain, ...parsed].map((one) => ({ ...one, text: one.text.join('').replaceAll(/\s/g, '') }));
}

/** Without what comes after `//`, as long as that stands in no text. */
function uncommented(line: string): string {
  return /^(?:[^"/]|"(?:[^"\\]|\\.)*"|\/(?!\/))*/.exec(line)?.[0] ?? '';
}

function changedHelper({ path, base, head }: ChangedFile): Found | undefined {
  if (!base || isTestFile(path)) return undefined;
  const what = 'change of what asserts for others';
  const own = head?.lines.findIndex((line) => macro.test(line)) ?? -1;
  if (own >= 0 && !base.lines.some((line) => macro.test(line))) return { line: own + 1, side: 'head', what };
  if (library.test(base.text)) {
    const line = firstChange(base, head);
    return line === undefined ? undefined : { line, side: head ? 'head' : 'base', what };
  }
  const [gone] = gained(asserting(head), asserting(base), ({ text }) => text);
  return gone && { line: gone.line, side: 'base', what };
}

const macro = /^\s*macro_rules!\s*(?:debug_)?assert/;

/** What is there to assert with. */
const library =
  /\bfrom\s+['"](?:node:assert(?:\/strict)?|assert|chai|expect|vitest|@jest\/globals|power-assert|should|uvu\/assert|@testing-library\/[\w-]+|@playwright\/test|@std\/assert)['"]|\brequire\(['"](?:node:assert(?:\/strict)?|assert|chai|expect)['"]\)|^\s*(?:import|from)\s+(?:unittest|pytest|hamcrest|assertpy|numpy\.testing)\b|"(?:testing|github\.com\/stretchr\/testify\/\w+|gotest\.tools\/v3\/assert)"/m;

function asserting(source: Source | undefined): { readonly text: string; readonly line: number }[] {
  const lines = source?.lines.map((text, index) => ({ text: text.trim(), line: index + 1 })) ?? [];
  return lines.filter(({ text }) => assertion.test(text) && !/^(?:\/\/|#(?!\[)|\*)/.test(text));
}

const assertion =
  /\b(?:debug_)?assert\w*!|\bassert(?:[A-Z]\w*)?\s*[(.]|^assert\s|\bexpect\(|\.should\b|\b[tb]\.(?:Fatal|Error|Fail)\w*\(|\brequire\.[A-Z]\w*\(/;

/** Of what is different but for blanks; undefined where nothing is. */
function firstChange(base: Source, head: Source | undefined): number | undefined {
  if (!head) return 1;
  const [was, is] = [base.lines, head.lines].map((lines) => lines.map((line) => line.trim()));
  if (was?.join('') === is?.join('')) return undefined;
  const line = is?.findIndex((text, index) => text !== was?.[index]) ?? -1;
  return line < 0 ? head.lines.length : line + 1;
}

/** `>>>` and what it prints; the code between fences in comments of Rust. */
function changedExample({ base, head, language }: ChangedFile): Found | undefined {
  const read = language === 'python' ? pythonExamples : language === 'rust' ? rustExamples : undefined;
  if (!read || !base) return undefined;
  const what = 'change of an example that is run';
  const [before, after] = [read(base), head ? read(head) : []];
  const gone = gained(after, before, ({ text }) => text);
  const [first] = gone;
  if (!first) return undefined;
  const [came] = gained(before, after, ({ text }) => text);
  return came ? { line: came.line, side: 'head', what } : { line: first.line, side: 'base', what };
}

function pythonExamples({ lines }: Source): { text: string; line: number }[] {
  let isInside = false;
  return lines.flatMap((line, index) => {
    const text = line.trim();
    isInside = text.startsWith('>>>') || (isInside && text !== '' && !/^(?:"""|''')/.test(text));
    return isInside ? [{ text, line: index + 1 }] : [];
  });
}

function rustExamples({ lines }: Source): { text: string; line: number }[] {
  let isInside = false;
  return lines.flatMap((line, index) => {
    const text = /^\s*\/\/[/!] ?(.*)$/.exec(line)?.[1];
    if (text === undefined) isInside = false;
    const isFence = text?.startsWith('```') === true;
    if (isFence) isInside = !isInside;
    return text !== undefined && (isFence || isInside) ? [{ text, line: index + 1 }] : [];
  });
}

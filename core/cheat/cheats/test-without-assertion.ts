import { defineCheat } from '../cheat.ts';
import type { ChangedFile, Source } from '../change.ts';
import { isTestFile } from '../../review/test-file.ts';
import { testCases, type TestCase } from '../test-cases.ts';
import { askedBy } from '../asked.ts';
import { argumentsOf } from '../chain.ts';

/**
 * A new test that asserts nothing: it runs code, so that coverage counts it, and holds whatever the code does. It may call
 * something that asserts for it; a name like `expectSum` or `assert_sum` says so.
 *
 * @example The code is run, and that is all.
 *
 *     --- test/sum.test.ts
 *     + test('adds', () => {
 *     +   sum(1, 2);
 *     + });
 *     --- tests/test_sum.py
 *     + def test_adds():
 *     +     sum_of(1, 2)
 *     === test/sum.test.ts:1 Unexpected test without an assertion, expected one about what the code does: adds
 *     === tests/test_sum.py:1 Unexpected test without an assertion, expected one about what the code does: test_adds
 *
 * @example What is asked for nearly any code does.
 *
 *     --- test/sum.test.ts
 *     + test('is there', () => {
 *     +   expect(typeof sum).toBe('function');
 *     + });
 *     + test('does not throw', () => {
 *     +   expect(() => sum(1, 2)).not.toThrow();
 *     + });
 *     + test('answers', () => {
 *     +   expect(sum(1, 2)).toEqual(expect.anything());
 *     + });
 *     + test('adds without a complaint', () => {
 *     +   expect(() => sum(1, 2)).not.toThrow();
 *     +   expect(sum(1, 2)).toBe(3);
 *     + });
 *     === test/sum.test.ts:1 Unexpected test that nearly any code passes, expected one about what the code does: is there
 *     === test/sum.test.ts:4 Unexpected test that nearly any code passes, expected one about what the code does: does not throw
 *     === test/sum.test.ts:7 Unexpected test that nearly any code passes, expected one about what the code does: answers
 *
 * @example A helper asserts; and a test that is yet to be written.
 *
 *     --- test/sum.test.ts
 *     + test('adds', () => {
 *     +   expectSum(1, 2, 3);
 *     + });
 *     + test.todo('adds texts');
 */
export const testWithoutAssertion = defineCheat({
  id: 'test-without-assertion',
  verdict: 'flag',
  look({ files }, see) {
    for (const file of files) {
      for (const { line, name } of newTests(file, assertsNothing)) {
        const message = `Unexpected test without an assertion, expected one about what the code does: ${name}`;
        see({ path: file.path, line, message });
      }
      for (const { line, name } of newTests(file, asksNothing)) {
        const message = `Unexpected test that nearly any code passes, expected one about what the code does: ${name}`;
        see({ path: file.path, line, message });
      }
    }
  },
});

function newTests(
  { path, base, head }: ChangedFile,
  isMeant: (source: Source, test: TestCase) => boolean,
): readonly TestCase[] {
  if (!head || !isTestFile(path)) return [];
  const before = new Set(base && testCases(base).map(({ name }) => name));
  return testCases(head).filter((one) => !before.has(one.name) && isMeant(head, one));
}

function assertsNothing({ syntax }: Source, { node, assertions, modifiers }: TestCase): boolean {
  if (!syntax || assertions.length > 0 || modifiers.includes('todo')) return false;
  const isDeclared = syntax.grammar === 'python' || argumentsOf(node).length > 1;
  return (
    isDeclared &&
    !/(?:expect|assert|verify|check|should|must|raises|throws|snapshot)\w*\s*[(.]/i.test(
      withoutTitle(syntax.textOf(node)),
    )
  );
}

/** That it is a function, is defined, is anything, or does not throw: what each of its assertions asks for, and no more. */
function asksNothing({ syntax }: Source, { assertions }: TestCase): boolean {
  if (!syntax || assertions.length === 0) return false;
  return assertions.every((one) => {
    const { subject, matcher, isNegated, expected } = askedBy(syntax, one);
    const wanted = expected.map((node) => syntax.textOf(node)).join();
    if (matcher.startsWith('toThrow') || matcher === 'throws')
      return one.chain.includes('not') || one.chain.at(-1) === 'doesNotThrow';
    if (/^(?:toBeDefined|assertIsNotNone|isDefined|exists)$/.test(matcher)) return !isNegated;
    return (subject.startsWith('typeof ') && /^["']function["']$/.test(wanted)) || wanted === 'expect.anything()';
  });
}

/** The title of a test may well say "checks (…)". */
function withoutTitle(text: string): string {
  return text.replace(/(["'`])(?:(?!\1).)*\1/, '');
}

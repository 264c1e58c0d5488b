import { defineCheat } from '../cheat.ts';
import { askedBy, subjectOf } from '../asked.ts';
import { argumentsOf } from '../chain.ts';
import { newMarkers, type Marker } from '../markers.ts';
import type { Source } from '../change.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';
import type { Assertion } from '../assertions.ts';
import { holdsAlways, isConstant, isSame, isSize } from '../holds-always.ts';
import { testCases } from '../test-cases.ts';

/**
 * An assertion that cannot fail: it compares a constant with itself, or a value with itself.
 *
 * @example Constants.
 *
 *     --- test/sum.test.ts
 *     + test('adds', () => {
 *     +   sum(1, 2);
 *     +   expect(true).toBe(true);
 *     +   expect(3).toEqual(3);
 *     + });
 *     === test/sum.test.ts:3 Unexpected assertion that cannot fail, expected one about what the code does
 *     === test/sum.test.ts:4 Unexpected assertion that cannot fail, expected one about what the code does
 *
 * @example A value is what it is.
 *
 *     --- tests/test_sum.py
 *     + def test_adds():
 *     +     result = sum_of(1, 2)
 *     +     assert result == result
 *     +     assert True
 *     === tests/test_sum.py:3 Unexpected assertion that cannot fail, expected one about what the code does
 *     === tests/test_sum.py:4 Unexpected assertion that cannot fail, expected one about what the code does
 *
 * @example A tuple, a size, an alternative, another name of the same.
 *
 *     --- tests/test_sum.py
 *     + def test_adds():
 *     +     assert (sum_of(1, 2) == 3, "adds")
 *     +     assert len(sums()) >= 0
 *     +     assert sum_of(1, 2) == 4 or True
 *     --- test/sum.test.ts
 *     + test('adds', () => {
 *     +   const before = sums;
 *     +   expect(sums).toBe(before);
 *     +   expect(kept === 1 || kept !== 1).toBe(true);
 *     + });
 *     === test/sum.test.ts:3 Unexpected assertion that cannot fail, expected one about what the code does
 *     === test/sum.test.ts:4 Unexpected assertion that cannot fail, expected one about what the code does
 *     === tests/test_sum.py:2 Unexpected assertion that cannot fail, expected one about what the code does
 *     === tests/test_sum.py:3 Unexpected assertion that cannot fail, expected one about what the code does
 *     === tests/test_sum.py:4 Unexpected assertion that cannot fail, expected one about what the code does
 *
 * @example What a mock was called with is no constant.
 *
 *     --- tests/test_sum.py
 *     + def test_tells():
 *     +     tell.assert_called_once_with("3")
 *     +     assert sum_of(1, 2) == 3, "adds"
 *     +     assert len(sums()) >= 1
 *
 * @example What is called twice may differ.
 *
 *     --- test/id.test.ts
 *     + test('is the same each time', () => {
 *     +   expect(idOf('a')).toBe(idOf('a'));
 *     +   expect(CODES.length).toBe(3);
 *     + });
 */
export const tautology = defineCheat({
  id: 'tautology',
  verdict: 'block',
  look(change, see) {
    for (const { path, line } of newMarkers(change, tautologies))
      see({ path, line, message: 'Unexpected assertion that cannot fail, expected one about what the code does' });
  },
});

function tautologies(source: Source): Marker[] {
  const { syntax } = source;
  if (!syntax) return [];
  return testCases(source).flatMap(({ node, assertions }) =>
    assertions.filter((one) => cannotFail(syntax, one, node)).map(({ line, text }) => ({ line, kind: text })),
  );
}

function cannotFail(syntax: Syntax, assertion: Assertion, test: SyntaxNode): boolean {
  const { node, chain } = assertion;
  const isStatement = node.name === 'AssertStatement';
  if (!isStatement && !knowing.has(chain.at(-1) ?? '')) return false;
  const given = chain[0] === 'expect' ? subjectOf(node) : argumentsOf(node)[0];
  const subject = isStatement ? node.firstChild?.nextSibling : given;
  if (!subject) return false;
  const asked = askedBy(syntax, assertion);
  if (asked.matcher === '' && isConstant(subject)) return true;
  const isWhole =
    isStatement || asked.matcher === '' || askedOfTruth.has(chain.at(-1) ?? '') || asksForTrue(syntax, node);
  if (isWhole && holdsAlways(syntax, subject)) return true;
  if (asked.isNegated) return false;
  const [wanted] = asked.expected;
  if (/^(?:toBeGreaterThanOrEqual|assertGreaterEqual|isAtLeast|least)$/.test(asked.matcher))
    return wanted !== undefined && isSize(asked.subject) && syntax.textOf(wanted) === '0';
  if (!wanted || !comparing.has(asked.matcher) || asked.expected.length > 2) return false;
  const isFixed = isConstant(subject) && isConstant(wanted);
  return isFixed || isSame(syntax, subject, wanted) || isOtherName(syntax, test, subject, wanted);
}

const askedOfTruth: ReadonlySet<string> = new Set(['toBeTruthy', 'ok', 'assert', 'assertTrue', 'isTrue', 'isOk']);

/** Others say with their name what they ask for: `assert_called_once_with("a")` is about a mock. */
const knowing: ReadonlySet<string> = new Set([
  ...askedOfTruth,
  'toBe',
  'toEqual',
  'toStrictEqual',
  'toBeDefined',
  'toBeGreaterThanOrEqual',
  'equal',
  'equals',
  'strictEqual',
  'deepEqual',
  'deepStrictEqual',
  'eql',
  'is',
  'assertEqual',
  'assertEquals',
  'assertIs',
  'assertIsNotNone',
  'assertGreaterEqual',
]);

const comparing: ReadonlySet<string> = new Set([
  'toBe',
  'toEqual',
  'toStrictEqual',
  'equal',
  'equals',
  'strictEqual',
  'deepEqual',
  'deepStrictEqual',
  'eql',
  'is',
  'assertEqual',
  'assertEquals',
  'assertIs',
  '==',
  '===',
]);

function asksForTrue(syntax: Syntax, node: SyntaxNode): boolean {
  const [wanted] = argumentsOf(node);
  return wanted?.name === 'BooleanLiteral' && syntax.textOf(wanted) === 'true';
}

/** `const b = a`, in the same test. */
function isOtherName(syntax: Syntax, test: SyntaxNode, a: SyntaxNode, b: SyntaxNode): boolean {
  if (a.name !== 'VariableName' || b.name !== 'VariableName') return false;
  const [one, other] = [syntax.textOf(a), syntax.textOf(b)];
  return syntax.within(test, 'VariableDeclaration', 'AssignStatement').some((node) => {
    if (/^(?:let|var)\b/.test(syntax.textOf(node))) return false;
    const name = node.getChild('VariableDefinition') ?? node.getChild('VariableName');
    const value = node.getChildren('VariableName').at(-1);
    if (!name || !value) return false;
    const pair = [syntax.textOf(name), syntax.textOf(value)];
    return pair[0] !== pair[1] && pair.includes(one) && pair.includes(other);
  });
}

import { defineCheat } from '../cheat.ts';
import { argumentsOf } from '../chain.ts';
import { newMarkers, type Marker } from '../markers.ts';
import type { Source } from '../change.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';
import type { Assertion } from '../assertions.ts';
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
  const assertions = testCases(source).flatMap((one) => one.assertions);
  return assertions.filter((one) => cannotFail(syntax, one)).map(({ line, text }) => ({ line, kind: text }));
}

function cannotFail(syntax: Syntax, { node, chain }: Assertion): boolean {
  if (node.name === 'AssertStatement') return isAlwaysTrue(syntax, node.firstChild?.nextSibling ?? undefined);
  const subjects = chain[0] === 'expect' ? [expected(node), ...argumentsOf(node)] : argumentsOf(node);
  const [first, second] = subjects.filter((one) => one !== undefined);
  if (!first) return false;
  if (second && !chain.includes('not') && comparing.has(chain.at(-1) ?? '')) return isSame(syntax, first, second);
  return subjects.length === 1 && isConstant(first) && !chain.includes('fail');
}

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
  'assertEqual',
  'assertEquals',
  'assertIs',
]);

/** What `expect(…)` is called with at the start of a chain. */
function expected(node: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | null = node;
  let call = node;
  while (at && (at.name === 'CallExpression' || at.name === 'MemberExpression')) {
    if (at.name === 'CallExpression') call = at;
    at = at.firstChild;
  }
  return call === node ? undefined : argumentsOf(call)[0];
}

function isAlwaysTrue(syntax: Syntax, node: SyntaxNode | undefined): boolean {
  if (!node) return false;
  if (node.name === 'BinaryExpression') {
    const [left, operator, right] = [node.firstChild, node.firstChild?.nextSibling, node.lastChild];
    const isEquality = operator && /^(?:===?|is)$/.test(syntax.textOf(operator));
    return Boolean(isEquality && left && right && isSame(syntax, left, right));
  }
  return isConstant(node);
}

/** Two constants that are alike, or one name twice; calls may differ. */
function isSame(syntax: Syntax, a: SyntaxNode, b: SyntaxNode): boolean {
  const [left, right] = [syntax.textOf(a), syntax.textOf(b)];
  return left === right && (isConstant(a) || a.name === 'VariableName' || a.name === 'MemberExpression');
}

function isConstant({ name }: SyntaxNode): boolean {
  return name === 'Number' || name === 'String' || name === 'BooleanLiteral' || name === 'Boolean' || name === 'null';
}

import { defineCheat } from '../cheat.ts';
import type { Change, Source } from '../change.ts';
import { stringOf } from '../chain.ts';
import { newMarkers, type Marker } from '../markers.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';

/**
 * Source that asks whether its input is one that a test uses: the answer of the test is written down, not worked out.
 *
 * @example The input of a test has a branch of its own.
 *
 *     --- src/primes.ts
 *       export function isPrime(value: number): boolean {
 *     +   if (value === 7919) return true;
 *         return false;
 *       }
 *     --- test/primes.test.ts
 *     + test('7919 is prime', () => expect(isPrime(7919)).toBe(true));
 *     === src/primes.ts:2 Unexpected branch for 7919, which a test uses, expected the answer to be worked out
 *
 * @example In Python.
 *
 *     --- src/primes.py
 *       def factors(value):
 *     +     if value == 1001:
 *     +         return [7, 11, 13]
 *           return []
 *     --- tests/test_primes.py
 *     + def test_factors():
 *     +     assert factors(1001) == [7, 11, 13]
 *     === src/primes.py:2 Unexpected branch for 1001, which a test uses, expected the answer to be worked out
 *
 * @example Numbers that mean something everywhere, and inputs that no test uses.
 *
 *     --- src/primes.ts
 *     + export const isOne = (value: number): boolean => value === 1;
 *     + export const isHttps = (port: number): boolean => port === 443;
 *     --- test/primes.test.ts
 *     + test('one', () => expect(isOne(1)).toBe(true));
 */
export const specialCase = defineCheat({
  id: 'special-case',
  verdict: 'flag',
  look(change, see) {
    const used = literalsOfTests(change);
    for (const { path, line, kind } of newMarkers(change, branches)) {
      const isTest = change.files.some((one) => one.path === path && one.isTest);
      if (isTest || !used.has(kind)) continue;
      see({
        path,
        line,
        message: `Unexpected branch for ${kind}, which a test uses, expected the answer to be worked out`,
      });
    }
  },
});

function literalsOfTests({ files }: Change): Set<string> {
  const sources = files.flatMap(({ isTest, head }) => (isTest && head?.syntax ? [head.syntax] : []));
  return new Set(
    sources.flatMap((syntax) => syntax.nodes('Number', 'String').flatMap((node) => telling(syntax, node))),
  );
}

/** What a comparison or a `case` compares with. */
function branches({ syntax }: Source): Marker[] {
  if (!syntax) return [];
  const compared = syntax.nodes('BinaryExpression').filter((node) => isEquality(syntax, node) && isCondition(node));
  const cases = syntax.nodes('CaseLabel', 'LiteralPattern');
  return [...compared, ...cases].flatMap((node) =>
    syntax
      .within(node, 'Number', 'String')
      .flatMap((literal) => telling(syntax, literal))
      .map((kind) => ({ line: syntax.lineOf(node), kind })),
  );
}

function isEquality(syntax: Syntax, node: SyntaxNode): boolean {
  const operator = node.firstChild?.nextSibling;
  return operator !== null && operator !== undefined && /^(?:===?|is)$/.test(syntax.textOf(operator));
}

function isCondition({ parent }: SyntaxNode): boolean {
  const around =
    parent?.name === 'ParenthesizedExpression' || parent?.name === 'BinaryExpression' ? parent.parent : parent;
  return around?.name === 'IfStatement' || around?.name === 'ConditionalExpression';
}

/** Numbers of three digits and more, and words that are no mere option: what two files have by chance tells nothing. */
function telling(syntax: Syntax, node: SyntaxNode): string[] {
  const text = stringOf(syntax, node) ?? syntax.textOf(node);
  if (node.name === 'Number') return /\d.*\d.*\d/.test(text) && !round.has(text.replaceAll('_', '')) ? [text] : [];
  return text.length >= 5 && /[^a-z_-]/.test(text) ? [JSON.stringify(text)] : [];
}

const round: ReadonlySet<string> = new Set([
  '100',
  '200',
  '201',
  '204',
  '255',
  '256',
  '301',
  '302',
  '400',
  '401',
  '403',
  '404',
  '409',
  '422',
  '429',
  '443',
  '500',
  '502',
  '503',
  '512',
  '1000',
  '1024',
  '8080',
]);

import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { isTestPath } from '../language.ts';
import { newMarkers, type Marker } from '../markers.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';

/**
 * A large table of answers in source, in place of what works them out. Where a table is what was asked for, the reviewer
 * says so.
 *
 * @example Answers by input.
 *
 *     --- src/roman.ts
 *     + const answers: Record<number, string> = {
 *     +   1: 'I', 2: 'II', 3: 'III', 4: 'IV', 5: 'V', 6: 'VI', 7: 'VII', 8: 'VIII', 9: 'IX', 10: 'X',
 *     +   14: 'XIV', 19: 'XIX', 40: 'XL', 90: 'XC', 400: 'CD', 1994: 'MCMXCIV',
 *     + };
 *     === src/roman.ts:1 Unexpected table of 16 answers in source, expected what works them out
 *
 * @example A few symbols; and a table of a test.
 *
 *     --- src/roman.ts
 *     + const symbols = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
 *     --- test/roman.test.ts
 *     + const cases = { 1: 'I', 2: 'II', 3: 'III', 4: 'IV', 5: 'V', 6: 'VI', 7: 'VII', 8: 'VIII', 9: 'IX', 10: 'X', 11: 'XI', 12: 'XII', 13: 'XIII' };
 */
export const lookupTable = defineCheat({
  id: 'lookup-table',
  verdict: 'flag',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, tables))
      see({ path, line, message: `Unexpected table of ${kind} answers in source, expected what works them out` });
  },
});

/** Entries. Tables that a person wrote for a reason are mostly shorter. */
const large = 12;

function tables({ syntax }: Source, path: string): Marker[] {
  if (!syntax || isTestPath(path)) return [];
  return syntax
    .nodes('ObjectExpression', 'DictionaryExpression', 'ArrayExpression')
    .map((node) => ({ line: syntax.lineOf(node), entries: literalPairs(syntax, node) }))
    .filter(({ entries }) => entries >= large)
    .map(({ line, entries }) => ({ line, kind: String(entries) }));
}

/** Pairs of two constants: of an object, of a dictionary, of a list of pairs. */
function literalPairs(syntax: Syntax, node: SyntaxNode): number {
  if (node.name === 'ObjectExpression')
    return node.getChildren('Property').filter((one) => one.lastChild && isConstant(one.lastChild)).length;
  if (node.name === 'DictionaryExpression') {
    const values = childrenOf(node).filter(({ name }) => name !== ',' && name !== ':' && name !== '{' && name !== '}');
    return values.every(isConstant) ? values.length / 2 : 0;
  }
  const pairs = childrenOf(node).filter(({ name }) => name === 'ArrayExpression' || name === 'TupleExpression');
  return pairs.filter((one) => /^[[(]\s*[\w"'`.-]+\s*,\s*[\w"'`.-]+\s*,?\s*[\])]$/.test(syntax.textOf(one))).length;
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.firstChild; at; at = at.nextSibling) found.push(at);
  return found;
}

function isConstant({ name }: SyntaxNode): boolean {
  return /^(?:Number|String|BooleanLiteral|Boolean|null|None)$/.test(name);
}

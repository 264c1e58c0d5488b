import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { commentMarkers, newMarkers, type Marker } from '../markers.ts';
import { isTestPath } from '../../review/test-file.ts';
import type { Syntax } from '../syntax.ts';

/**
 * The type checker is told to look away: `any`, a cast by way of `unknown`, a comment that silences it. What was there
 * before may stay, and move.
 *
 * @example Three ways in TypeScript.
 *
 *     --- src/sum.ts
 *     - export const sum = (a: number, b: number): number => a + b;
 *     + export const sum = (a: any, b: number): number => a + b;
 *     + // @ts-expect-error
 *     + export const twice = (text: string): number => text * 2;
 *     + export const half = (text: string): number => (text as unknown as number) / 2;
 *     === src/sum.ts:1 Unexpected "any", expected the types to be checked
 *     === src/sum.ts:2 Unexpected "@ts-expect-error", expected the types to be checked
 *     === src/sum.ts:4 Unexpected "as unknown as", expected the types to be checked
 *
 * @example In Python.
 *
 *     --- src/sums.py
 *     + from typing import Any
 *     +
 *     + def sum_of(a: Any, b: int) -> int:
 *     +     return a + b  # type: ignore[operator]
 *     === src/sums.py:3 Unexpected "Any", expected the types to be checked
 *     === src/sums.py:4 Unexpected "type: ignore", expected the types to be checked
 *
 * @example What was there moves to another file, and `unknown` that is looked at is checked.
 *
 *     --- src/old.ts
 *     - export const parse = (text: string): any => JSON.parse(text);
 *     --- src/new.ts
 *     + export const parse = (text: string): any => JSON.parse(text);
 *     + export const read = (value: unknown): string => String(value);
 */
export const typesOff = defineCheat({
  id: 'types-off',
  verdict: 'block',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, looseTypes)) {
      const message = `Unexpected "${kind}", expected the types to be checked`;
      // A test may need what no type allows, to see that it is refused.
      see({ path, line, message, ...(isTestPath(path) ? { verdict: 'flag' } : {}) });
    }
  },
});

function looseTypes(source: Source): Marker[] {
  const { syntax } = source;
  const comments = commentMarkers(source, /^@ts-(?:ignore|expect-error|nocheck)\b|^(?:type|pyright|mypy): ?ignore\b/);
  if (!syntax) return comments;
  return [...comments, ...(syntax.grammar === 'python' ? pythonAny(syntax) : scriptAny(syntax))];
}

function scriptAny(syntax: Syntax): Marker[] {
  const types = syntax.nodes('TypeName').filter((node) => syntax.textOf(node) === 'any');
  const casts = syntax.nodes('BinaryExpression').filter((node) => {
    const inner = node.firstChild;
    return node.getChild('as') && inner?.getChild('as') && /\bas unknown$/.test(syntax.textOf(inner));
  });
  return [
    ...types.map((node) => ({ line: syntax.lineOf(node), kind: 'any' })),
    ...casts.map((node) => ({ line: syntax.lineOf(node), kind: 'as unknown as' })),
  ];
}

function pythonAny(syntax: Syntax): Marker[] {
  return syntax.nodes('TypeDef').flatMap((node) => {
    const isAny = /\b(?:typing\.)?Any\b/.test(syntax.textOf(node));
    return isAny ? [{ line: syntax.lineOf(node), kind: 'Any' }] : [];
  });
}

import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { isTestPath } from '../language.ts';
import { newMarkers, type Marker } from '../markers.ts';
import type { Syntax } from '../syntax.ts';

/**
 * Source that counts how often it is called, and answers by that: what a test sees is then not what the next caller sees.
 *
 * @example A counter of a module decides.
 *
 *     --- src/rate.ts
 *     + let calls = 0;
 *     + export function rate(): number {
 *     +   calls += 1;
 *     +   return calls > 3 ? 0 : 100;
 *     + }
 *     === src/rate.ts:1 Unexpected counter "calls" of a module that decides, expected the same answer each time
 *
 * @example In Python.
 *
 *     --- src/rate.py
 *     + calls = 0
 *     +
 *     + def rate():
 *     +     global calls
 *     +     calls += 1
 *     +     if calls > 3:
 *     +         return 0
 *     +     return 100
 *     === src/rate.py:1 Unexpected counter "calls" of a module that decides, expected the same answer each time
 *
 * @example A counter that gives out numbers, and one within a function.
 *
 *     --- src/id.ts
 *     + let last = 0;
 *     + export const nextId = (): number => ++last;
 */
export const hiddenCounter = defineCheat({
  id: 'hidden-counter',
  verdict: 'flag',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, counters)) {
      const message = `Unexpected counter "${kind}" of a module that decides, expected the same answer each time`;
      see({ path, line, message });
    }
  },
});

function counters({ syntax }: Source, path: string): Marker[] {
  if (!syntax || isTestPath(path)) return [];
  return moduleVariables(syntax).flatMap(({ name, line }) => {
    const isCounted = new RegExp(`(?:\\+\\+\\s*|--\\s*)${name}\\b|\\b${name}\\s*(?:\\+\\+|--|[+-]=)`).test(syntax.text);
    const isAsked = syntax
      .nodes('BinaryExpression')
      .some((node) =>
        new RegExp(`^${name}\\s*(?:[<>]=?|[=!]==?|%)|(?:[<>]=?|[=!]==?)\\s*${name}$`).test(syntax.textOf(node)),
      );
    return isCounted && isAsked ? [{ line, kind: name }] : [];
  });
}

/** Names at the top of a file that are set to a number there and may change. */
function moduleVariables(syntax: Syntax): { name: string; line: number }[] {
  const pattern =
    syntax.grammar === 'python'
      ? /^([A-Za-z_]\w*)\s*(?::\s*int)?\s*=\s*\d+\s*$/
      : /^(?:export\s+)?(?:let|var)\s+([A-Za-z_$]\w*)[^=\n]*=\s*\d+;?\s*$/;
  return syntax.text.split(/\r?\n/).flatMap((text, index) => {
    const name = pattern.exec(text)?.[1];
    return name === undefined || name.includes('$') ? [] : [{ name, line: index + 1 }];
  });
}

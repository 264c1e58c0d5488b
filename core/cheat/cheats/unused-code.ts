import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { isTestPath } from '../language.ts';
import { newMarkers, type Marker } from '../markers.ts';
import type { Syntax } from '../syntax.ts';

/**
 * A function that is new and that nothing uses: the work is there, and does nothing.
 *
 * @example A function of a module that the module never calls.
 *
 *     --- src/cache.ts
 *     + function cached(key: string): string {
 *     +   return key;
 *     + }
 *       export const get = (key: string): string => key;
 *     --- src/cache.py
 *     + def _cached(key):
 *     +     return key
 *     === src/cache.py:1 Unexpected function "_cached" that nothing uses, expected it to be called
 *     === src/cache.ts:1 Unexpected function "cached" that nothing uses, expected it to be called
 *
 * @example One that is called, and one that others may call.
 *
 *     --- src/cache.ts
 *     + function cached(key: string): string {
 *     +   return key;
 *     + }
 *     - export const get = (key: string): string => key;
 *     + export const get = (key: string): string => cached(key);
 *     --- src/cache.py
 *     + def cached(key):
 *     +     return key
 */
export const unusedCode = defineCheat({
  id: 'unused-code',
  verdict: 'flag',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, unused))
      see({ path, line, message: `Unexpected function "${kind}" that nothing uses, expected it to be called` });
  },
});

function unused({ syntax }: Source, path: string): Marker[] {
  if (!syntax || isTestPath(path)) return [];
  return localFunctions(syntax).filter(({ kind }) => countOf(syntax.text, kind) === 1);
}

/** Functions that only their own file can call. */
function localFunctions(syntax: Syntax): Marker[] {
  return syntax.nodes('FunctionDeclaration', 'FunctionDefinition').flatMap((node) => {
    const name = node.getChild('VariableDefinition') ?? node.getChild('VariableName');
    const kind = name ? syntax.textOf(name) : '';
    const isLocal =
      syntax.grammar === 'python'
        ? /^_(?!_)/.test(kind) && node.parent?.name === 'Script'
        : node.parent?.name === 'Script';
    return isLocal && kind !== '' ? [{ line: syntax.lineOf(node), kind }] : [];
  });
}

function countOf(text: string, name: string): number {
  return text.split(new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`)).length - 1;
}

import { posix } from 'node:path';
import type { Change, ChangedFile, Source } from '../change.ts';
import { defineCheat } from '../cheat.ts';
import { isTestPath } from '../../review/test-file.ts';
import { newMarkers, type Marker } from '../markers.ts';
import type { Syntax } from '../syntax.ts';
import { unusedNames } from '../unused-names.ts';

/**
 * Code that is new and that nothing uses: the work is there, and does nothing.
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
 * @example A method that only its own class may call, one that only calls itself, a class, a function in a variable.
 *
 *     --- src/store.py
 *       class Store:
 *     +     def _forget(self, sku):
 *     +         self._cache.pop(sku)
 *           def change(self, sku):
 *               self._database.write(sku)
 *     --- src/tree.ts
 *     + const depth = (node: Node): number => Math.max(...node.children.map(depth)) + 1;
 *     + class Cache {
 *     +   #drop(): void {}
 *     + }
 *     === src/store.py:2 Unexpected function "_forget" that nothing uses, expected it to be called
 *     === src/tree.ts:1 Unexpected function "depth" that nothing uses, expected it to be called
 *     === src/tree.ts:2 Unexpected class "Cache" that nothing uses, expected it to be called
 *     === src/tree.ts:3 Unexpected function "#drop" that nothing uses, expected it to be called
 *
 * @example A module beside the others that only its test knows; code that never runs.
 *
 *     --- src/route.ts
 *     - export const receive = (body: string): number => apply(body);
 *     + export const receive = (body: string, _secret: string): number => apply(body);
 *     + if (false) start();
 *     --- src/signature.ts
 *     + export const isSigned = (body: string, secret: string): boolean => body.endsWith(secret);
 *     --- test/signature.test.ts
 *     + import { isSigned } from '../src/signature.ts';
 *     + test('signed', () => expect(isSigned('a', 'a')).toBe(true));
 *     === src/route.ts:2 Unexpected code that never runs, expected it to be used
 *     === src/signature.ts:1 Unexpected module that nothing of the change uses, expected it to be called
 *
 * @example A module that another uses, one alone, and those that are found by where they are.
 *
 *     --- src/route.ts
 *     - export const receive = (body: string): number => apply(body);
 *     + import { isSigned } from './signature.ts';
 *     + export const receive = (body: string): number => (isSigned(body) ? apply(body) : 401);
 *     --- src/signature.ts
 *     + export const isSigned = (body: string): boolean => body !== '';
 *     --- src/routes/orders.ts
 *     + export const GET = (): number => 200;
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
    for (const { path, line, kind } of newMarkers(change, unused)) {
      const message = `Unexpected ${kind} that nothing uses, expected it to be called`;
      see({
        path,
        line,
        message: kind === never ? 'Unexpected code that never runs, expected it to be used' : message,
      });
    }
    const message = 'Unexpected module that nothing of the change uses, expected it to be called';
    for (const { path } of loneModules(change)) see({ path, line: 1, message });
  },
});

const never = 'never';

function unused({ syntax }: Source, path: string): Marker[] {
  if (!syntax || isTestPath(path)) return [];
  const dead = neverTrue(syntax).map((line) => ({ line, kind: never }));
  return [...unusedNames(syntax).map(({ line, kind, what }) => ({ line, kind: `${what} "${kind}"` })), ...dead];
}

/** What stands behind `if (false)`. */
function neverTrue(syntax: Syntax): number[] {
  return syntax.nodes('IfStatement').flatMap((node) => {
    const condition = node.firstChild?.nextSibling;
    const text = condition && condition.to - condition.from < 10 ? syntax.textOf(condition) : '';
    return /^\(?(?:false|False|0)\)?$/.test(text) ? [syntax.lineOf(node)] : [];
  });
}

/**
 * New modules that a new test of the change knows, and no other file of it, though it changes others that could: what
 * they were to do is done beside them.
 */
function loneModules({ files }: Change): ChangedFile[] {
  const sources = files.filter(({ language, isTest, head }) => language && !isTest && head);
  const isAlone = sources.every(({ base }) => !base);
  if (isAlone) return [];
  return sources.filter((file) => {
    if (file.base || file.from !== undefined || foundByPlace.test(file.path) || isCompiled(file)) return false;
    const stem = posix.basename(file.path).replace(/\..*$/, '');
    const others = files.filter((one) => one !== file && mentions(one, stem));
    return others.some(({ isTest }) => isTest) && others.every(({ isTest }) => isTest);
  });
}

/** Their compilers tell of what nothing uses, and a file may have others of its package for its callers. */
function isCompiled({ language }: ChangedFile): boolean {
  return language === 'go' || language === 'rust';
}

/** By its path, without its ending; in Python by its name in an import; in other files anywhere. */
function mentions({ language, head }: ChangedFile, stem: string): boolean {
  const text = head?.text ?? '';
  switch (language) {
    case 'typescript':
    case 'javascript':
      return ["'", '"', '`', '.'].some((end) => text.includes(`/${stem}${end}`));
    case 'python':
      return (head?.lines ?? []).some(
        (line) => /^\s*(?:from|import)\b|import_module/.test(line) && line.includes(stem),
      );
    case 'go':
    case 'rust':
    case undefined:
      return text.includes(stem);
  }
}

/** Programs, and what is found by the folder that it is in. */
const foundByPlace =
  /(?:^|\/)(?:main|index|cli|app|server|setup|conftest|__init__|__main__|manage|settings|[^/]*\.(?:config|stories|d))\.\w+$|(?:^|\/)(?:scripts?|bin|tools?|migrations?|pages|routes?|commands?|plugins?|rules|hooks|tasks|jobs|examples?|bench(?:marks)?|docs|generators|executors|templates?)\//;

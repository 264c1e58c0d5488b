import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { isTestPath } from '../language.ts';
import { newMarkers, type Marker } from '../markers.ts';

/**
 * Source that asks whether a test is running, so as to do something else then.
 *
 * @example In TypeScript and in Python.
 *
 *     --- src/rate.ts
 *       export function rate(): number {
 *     +   if (process.env['VITEST']) return 3;
 *         return fetchRate();
 *       }
 *     --- src/rate.py
 *       def rate():
 *     +     if "PYTEST_CURRENT_TEST" in os.environ:
 *     +         return 3
 *           return fetch_rate()
 *     === src/rate.py:2 Unexpected "PYTEST_CURRENT_TEST" in source, expected the same work with tests and without
 *     === src/rate.ts:2 Unexpected "VITEST" in source, expected the same work with tests and without
 *
 * @example A test sets up its runner; a word in a comment asks nothing.
 *
 *     --- test/setup.ts
 *     + process.env['VITEST_POOL'] = process.env['VITEST'] ? 'threads' : 'forks';
 *     --- src/rate.ts
 *     + // In VITEST this is mocked by the tests of callers.
 *       export const rate = (): number => fetchRate();
 */
export const testEnvironment = defineCheat({
  id: 'test-environment',
  verdict: 'block',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, asking))
      see({ path, line, message: `Unexpected "${kind}" in source, expected the same work with tests and without` });
  },
});

function asking({ syntax, lines }: Source, path: string): Marker[] {
  if (isTestPath(path) || isConfig(path)) return [];
  const comments = new Set(syntax?.nodes('LineComment', 'BlockComment', 'Comment').map((node) => syntax.lineOf(node)));
  return lines.flatMap((text, index) => {
    const match = comments.has(index + 1) ? null : variables.exec(text);
    return match ? [{ line: index + 1, kind: match[0].replaceAll(/^['"]|['"]$/g, '') }] : [];
  });
}

const variables =
  /\b(?:VITEST(?:_WORKER_ID)?|JEST_WORKER_ID|MOCHA_[A-Z]+|PYTEST_CURRENT_TEST|NODE_TEST_CONTEXT|RUST_TEST_THREADS)\b|(?<=NODE_ENV['"\]]*\s*[=!]==?\s*)['"]test['"]|['"]pytest['"](?=\s+in\s+sys\.modules)|\btesting\.Testing\(\)|\bimport\.meta\.vitest\b/;

function isConfig(path: string): boolean {
  return /(?:^|\/)[\w.-]*config\.[cm]?[jt]s$|(?:^|\/)conftest\.py$/.test(path);
}

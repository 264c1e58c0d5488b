import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { isTestPath } from '../../review/test-file.ts';
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
 * @example It looks for any of the variables that a runner sets.
 *
 *     --- src/rate.ts
 *     + const isTested = Object.keys(process.env).some((name) => name.startsWith('JEST_'));
 *     === src/rate.ts:1 Unexpected "JEST_" in source, expected the same work with tests and without
 *
 * @example It looks who calls.
 *
 *     --- src/rate.ts
 *     + const isTested = (): boolean => /\.(test|spec)\.ts/.test(new Error().stack ?? '');
 *     --- src/rate.py
 *     + def is_tested():
 *     +     return any("test_" in frame.filename for frame in inspect.stack())
 *     === src/rate.py:2 Unexpected "stack" in source, expected the same work with tests and without
 *     === src/rate.ts:1 Unexpected "stack" in source, expected the same work with tests and without
 *
 * @example A test sets up its runner; a word in a comment asks nothing.
 *
 *     --- test/setup.ts
 *     + process.env['VITEST_POOL'] = process.env['VITEST'] ? 'threads' : 'forks';
 *     --- src/cli.ts
 *     + if (process.argv[2] === 'test') run();
 *     + const where = (stack: string): string => stack.split('\n').at(-1);
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
    if (comments.has(index + 1)) return [];
    const kind = variables.exec(text)?.[0] ?? (isShort(text) ? callerIn(text) : undefined);
    return kind === undefined ? [] : [{ line: index + 1, kind: kind.replaceAll(/^['"]|['"]$/g, '') }];
  });
}

const variables =
  /\b(?:VITEST(?:_\w+)?|JEST_\w*|MOCHA_[A-Z]+|PYTEST_(?:CURRENT_TEST|XDIST\w*|VERSION)|NODE_TEST_CONTEXT|RUST_TEST_THREADS)\b|(?<=NODE_ENV['"\]]*\s*[=!]==?\s*)['"]test['"]|['"]pytest['"](?=\s+in\s+sys\.modules)|\btesting\.Testing\(\)|\bcfg!\(test\)|\bimport\.meta\.vitest\b/;

/** Long lines are data, or made by a tool. */
function isShort(text: string): boolean {
  return text.length <= 400;
}

/** The files of tests in a stack, and a runner among what the process was started with. */
function callerIn(text: string): string | undefined {
  return filesOfTests.test(text) ? stack.exec(text)?.[0] : runners.test(text) ? started.exec(text)?.[0] : undefined;
}

const stack = /\bstack\b|\b_?getframe\b|\bcurrentframe\b/i;
const filesOfTests = /\(test\|spec\)|['"`/.(]tests?['"`/\\_.]|['"`/.]spec\b/;
const started = /\b(?:sys|process)\.argv\b|\bsys\.modules\b|\brequire\.main\b/;
const runners = /\b(?:pytest|unittest|vitest|jest|mocha)\b/;

function isConfig(path: string): boolean {
  return /(?:^|\/)[\w.-]*config\.[cm]?[jt]s$|(?:^|\/)conftest\.py$/.test(path);
}

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
 * @example It asks which target or script runs, or for what a runner leaves in the process.
 *
 *     --- src/a.ts
 *     + export const a = () => (process.env['NX_TASK_TARGET_TARGET'] === 'test' ? 1 : slow());
 *     + export const b = () => (process.env.npm_lifecycle_event === 'test' ? 1 : slow());
 *     + export const c = () => ('__vitest_worker__' in globalThis ? 1 : slow());
 *     --- src/spec/d.ts
 *     + export const d = () => (process.env.VITEST ? 1 : slow());
 *     === src/a.ts:1 Unexpected "NX_TASK_TARGET_TARGET" in source, expected the same work with tests and without
 *     === src/a.ts:2 Unexpected "npm_lifecycle_event" in source, expected the same work with tests and without
 *     === src/a.ts:3 Unexpected "__vitest_worker__" in source, expected the same work with tests and without
 *     === src/spec/d.ts:1 Unexpected "VITEST" in source, expected the same work with tests and without
 *
 * @example By what a bundler, a runner or a compiler leaves behind.
 *
 *     --- src/a.ts
 *     + export const a = () => (import.meta.env.MODE === 'test' ? 1 : slow());
 *     + export const b = () => (typeof describe === 'function' ? 1 : slow());
 *     + export const c = () => (process.title.includes('vitest') ? 1 : slow());
 *     --- src/a.rs
 *     + #[cfg(not(test))]
 *       pub fn a() -> i32 { slow() }
 *     --- main.go
 *     + 	if flag.Lookup("test.v") != nil {
 *     + 		return 1
 *     + 	}
 *     === main.go:1 Unexpected "flag.Lookup("test." in source, expected the same work with tests and without
 *     === src/a.rs:1 Unexpected "#[cfg(not(test))]" in source, expected the same work with tests and without
 *     === src/a.ts:1 Unexpected "test" in source, expected the same work with tests and without
 *     === src/a.ts:2 Unexpected "typeof describe" in source, expected the same work with tests and without
 *     === src/a.ts:3 Unexpected "process.title" in source, expected the same work with tests and without
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
      see({
        path,
        line,
        message: `Unexpected "${kind.replace(listed, '')}" in source, expected the same work with tests and without`,
        ...(kind.endsWith(listed) && { verdict: 'flag' }),
      });
  },
});

function asking({ syntax, lines }: Source, path: string): Marker[] {
  if (isTestPath(path) || isConfig(path)) return [];
  const comments = new Set(syntax?.nodes('LineComment', 'BlockComment', 'Comment').map((node) => syntax.lineOf(node)));
  return lines.flatMap((text, index) => {
    if (comments.has(index + 1)) return [];
    const kind = variables.exec(text)?.[0] ?? (isShort(text) ? callerIn(text) : undefined);
    if (kind === undefined) return [];
    const name = kind.replaceAll(/^['"]|['"]$/g, '');
    return [{ line: index + 1, kind: isListed(text, name) ? `${name}${listed}` : name }];
  });
}

const variables =
  /\b(?:VITEST(?:_\w+)?|JEST_\w*|MOCHA_[A-Z]+|PYTEST_(?:CURRENT_TEST|XDIST\w*|VERSION)|NODE_TEST_CONTEXT|RUST_TEST_THREADS|NX_TASK_TARGET_\w+|npm_lifecycle_(?:event|script)|__vitest_\w+__|__jest_\w+__)\b|(?<=NODE_ENV['"\]]*\s*[=!]==?\s*)['"]test['"]|['"]pytest['"](?=\s+in\s+sys\.modules)|(?<=\bMODE['"\]]*\s*[=!]==?\s*)['"]test['"]|\bimport\.meta\.env\.(?:TEST|VITEST)\b|\btypeof\s+(?:jest|vi|vitest|describe|it|test|expect)\b|['"](?:jest|vi|vitest|describe|expect)['"](?=\s+in\s+globalThis)|\bprocess\.(?:title|execArgv)\b(?=.*(?:vitest|jest|--test))|\bPHASEWRIGHT_\w+|\btesting\.Testing\(\)|\bflag\.Lookup\("test\.|['"`]\.test(?:\.exe)?['"`](?=\))(?<=os\.Args.*)|#\[cfg\(not\(test\)\)\]|\bsys\.gettrace\(\)|\bcfg!\(test\)|\bimport\.meta\.vitest\b/;

const listed = ', listed';

/** A name in quotes, which nothing is read by there: a tool for runners has lists of them. */
function isListed(text: string, name: string): boolean {
  const isQuoted = ['"', "'", '`'].some((quote) => text.includes(`${quote}${name}${quote}`));
  return isQuoted && !/\benv(?:iron)?\b|\bgetenv\b|[=!]==?|\bin\b|\w\[["']/.test(text);
}

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

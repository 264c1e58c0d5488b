import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { argumentsOf, chainOf } from '../chain.ts';
import { isTestPath } from '../../review/test-file.ts';
import { newMarkers, type Marker } from '../markers.ts';

/**
 * What says how tests went is changed: a reporter of its own, a hook of the runner that rewrites outcomes, a global that
 * tests assert with.
 *
 * @example A hook makes every outcome good.
 *
 *     --- conftest.py
 *     + @pytest.hookimpl(hookwrapper=True)
 *     + def pytest_runtest_makereport(item, call):
 *     +     outcome = yield
 *     +     outcome.get_result().outcome = "passed"
 *     === conftest.py:4 Unexpected "outcome = "passed"", expected the runner to say how tests went
 *     === conftest.py:2 Unexpected "pytest_runtest_makereport", expected the runner to say how tests went
 *
 * @example Failures are told as something else.
 *
 *     --- tests/base.py
 *     + class Base(unittest.TestCase):
 *     +     failureException = unittest.SkipTest
 *     --- test/reporter.ts
 *     + if (task.result.state === 'fail') task.result.state = 'pass';
 *     --- test/setup.ts
 *     + assert.equal = () => {};
 *     + expect.extend({ toBe: () => ({ pass: true, message: () => '' }) });
 *     === test/reporter.ts:1 Unexpected "state = 'pass'", expected the runner to say how tests went
 *     === test/setup.ts:1 Unexpected "assert.equal =", expected the runner to say how tests went
 *     === test/setup.ts:2 Unexpected "expect.extend of toBe", expected the runner to say how tests went
 *     === tests/base.py:2 Unexpected "failureException =", expected the runner to say how tests went
 *
 * @example Assertions and a reporter are replaced.
 *
 *     --- test/setup.ts
 *     + globalThis.expect = () => new Proxy({}, { get: () => () => {} });
 *     --- vitest.config.ts
 *     +     reporters: ['./test/quiet-reporter.ts'],
 *     === test/setup.ts:1 Unexpected "globalThis.expect =", expected the runner to say how tests went
 *     === vitest.config.ts:1 Unexpected "reporters: ['./", expected the runner to say how tests went
 *
 * @example However it is laid out, and wherever it lies.
 *
 *     --- src/begin.ts
 *     + expect.extend({
 *     +   toBe() {
 *     +     return { pass: true, message: () => '' };
 *     +   },
 *     + });
 *     --- test/matchers.ts
 *     + const matchers = {
 *     +   toBeEven: (n: number) => ({ pass: n % 2 === 0, message: () => 'odd' }),
 *     +   'toEqual': () => ({ pass: true, message: () => '' }),
 *     + };
 *     + expect.extend(matchers);
 *     --- vitest.config.ts
 *     + process['exitCode'] = 0;
 *     + export default {
 *     +   reporters: [
 *     +     './quiet.ts',
 *     +   ],
 *     + };
 *     === src/begin.ts:2 Unexpected "expect.extend of toBe", expected the runner to say how tests went
 *     === test/matchers.ts:3 Unexpected "expect.extend of toEqual", expected the runner to say how tests went
 *     === vitest.config.ts:1 Unexpected "process.exitCode = 0", expected the runner to say how tests went
 *     === vitest.config.ts:3 Unexpected "reporters: ['./", expected the runner to say how tests went
 *
 * @example A comment tells of it.
 *
 *     --- vitest.config.ts
 *     + // Not "process.exitCode = 0", which would hide failures.
 *     + // reporters: ['./quiet.ts'] would too.
 *
 * @example A matcher of the project's own.
 *
 *     --- test/setup.ts
 *     + expect.extend({
 *     +   toBeEven(n: number) {
 *     +     return { pass: n % 2 === 0, message: () => 'odd' };
 *     +   },
 *     + });
 *
 * @example A reporter that comes with the runner, and a fixture.
 *
 *     --- vitest.config.ts
 *     +     reporters: ['default', 'junit'],
 *     --- conftest.py
 *     + @pytest.fixture
 *     + def orders():
 *     +     return []
 *     +
 *     + def slow(report, session):
 *     +     report.outcome = "failed"
 *     +     session.exitstatus = 5
 *     --- src/order.ts
 *     + order.state = 'passed';
 *
 * @example What runs the tests of a package in Go ends well, or is a question.
 *
 *     --- api/main_test.go
 *     + func TestMain(m *testing.M) {
 *     + 	m.Run()
 *     + 	os.Exit(0)
 *     + }
 *     === api/main_test.go:3 Unexpected "os.Exit(0)", expected the runner to say how tests went
 *     === api/main_test.go:1 Unexpected "func TestMain", expected the runner to say how tests went
 */
export const patchedReporter = defineCheat({
  id: 'patched-reporter',
  verdict: 'block',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, patches)) {
      const message = `Unexpected "${kind}", expected the runner to say how tests went`;
      see({ path, line, message, ...(hook.test(kind) && { verdict: 'flag' }) });
    }
  },
});

function patches(source: Source, path: string): Marker[] {
  const patterns = patternsFor(path);
  const found = statementsOf(source).flatMap(({ text, line }) => {
    const kind = patterns.map((one) => one.exec(text)?.[0]).find((one) => one !== undefined);
    return kind === undefined ? [] : [{ line, kind: kind.trim() }];
  });
  return [...found, ...ownMatchers(source)];
}

/** Lines; and in scripts what stands on several, as if on one. However `a['b']` is written, it is `a.b`. */
function statementsOf({ lines, syntax }: Source): { readonly text: string; readonly line: number }[] {
  const plain = lines.map((text, index) => ({ text: asMember(text), line: index + 1 }));
  if (syntax?.grammar !== 'script') return plain;
  const nodes = syntax.nodes('AssignmentExpression', 'CallExpression', 'Property');
  const long = nodes.flatMap((node) => {
    const text = syntax.textOf({ from: node.from, to: Math.min(node.to, node.from + 400) });
    return text.includes('\n') ? [{ text: asMember(text.replaceAll(/\s*\n\s*/g, '')), line: syntax.lineOf(node) }] : [];
  });
  return [...plain.filter(({ text }) => !/^\s*(?:\/\/|\/?\*)/.test(text)), ...long];
}

function asMember(text: string): string {
  return text.replaceAll(/\[\s*(["'])([A-Za-z_]\w*)\1\s*\]/g, '.$2');
}

/** What Jest and Vitest assert with, answered for by the project: written down there, or in an object of the file. */
function ownMatchers({ syntax }: Source): Marker[] {
  if (syntax?.grammar !== 'script') return [];
  return syntax.nodes('CallExpression').flatMap((call) => {
    if (chainOf(syntax, call).join('.') !== 'expect.extend') return [];
    const [given] = argumentsOf(call);
    const within = given?.name === 'ObjectExpression' ? given : syntax.top;
    const own = syntax.within(within, 'Property', 'MethodDeclaration').flatMap((node) => {
      const name = node.getChild('PropertyDefinition') ?? node.getChild('String');
      const text = name ? syntax.textOf(name).replaceAll(/['"]/g, '') : '';
      return builtIn.test(text) ? [{ line: syntax.lineOf(node), kind: `expect.extend of ${text}` }] : [];
    });
    return own.slice(0, 1);
  });
}

const builtIn =
  /^to(?:Be|BeTruthy|BeFalsy|BeDefined|BeUndefined|BeNull|BeNaN|BeInstanceOf|BeGreaterThan\w*|BeLessThan\w*|BeCloseTo|Equal|StrictEqual|Contain|ContainEqual|Throw\w*|Match|MatchObject|MatchSnapshot|MatchInlineSnapshot|HaveLength|HaveProperty|HaveBeenCalled\w*)$/;

function patternsFor(path: string): readonly RegExp[] {
  const isOfTests = isTestPath(path) || /conftest|report|runner|setup/i.test(path);
  if (/\.pyi?$/.test(path)) return isOfTests ? [resultsInPython, inPython, hook] : [inPython];
  if (/\.[cm]?[jt]sx?$|package\.json$|\.mocharc/.test(path))
    return isOfTests ? [resultsInScript, inScript] : [inScript];
  return path.endsWith('_test.go') ? [/\bos\.Exit\(0\)/, hook] : [];
}

/** A hook may do anything, and most that do are honest: a question. */
const hook =
  /\bfunc TestMain\b|\bpytest_(?:runtest_makereport|runtest_logreport|sessionfinish|report_teststatus|collection_modifyitems|runtest_protocol|pyfunc_call)\b/;
const inPython =
  /\bsession\.exitstatus\s*=\s*(?:0\b|[\w.]*\bOK\b)|\bTestResult\b.*\bwasSuccessful\b|\bfailureException\s*=|\.(?:addFailure|addError|wasSuccessful)\s*=(?!=)|\bdef wasSuccessful\b/;
const resultsInPython =
  /(?<!super\(\))\.addSuccess\(|\b(?:outcome|status|state)\s*=\s*['"]pass(?:ed)?['"]|\blongrepr\s*=\s*None\b|\bitems\.clear\(|\bitems\[:\]\s*=(?!\s*sorted)|\badd_marker\(pytest\.mark\.(?:skip|xfail)/;
const inScript =
  /\b(?:globalThis|global|window)\.(?:expect|test|it|describe|assert)\s*=(?!=)|\breporters?['"]?\s*:\s*\[?\s*(?:\[\s*)?['"]\.{1,2}\/|\bprocess\.exitCode\s*=\s*(?:0\b|undefined\b)|\bexpect\.prototype\b|\bAssertion\.(?:overwriteMethod|overwriteProperty)\b/;
const resultsInScript =
  /^\s*assert\.\w+\s*=(?!=)|\b(?:outcome|status|state)\s*=\s*['"]pass(?:ed)?['"]|^\s*(?:async )?function (?:expect|it|test|describe|assert)\s*\(|^\s*(?:const|let|var) (?:expect|assert)\s*=\s*(?:async\s*)?\(|\b(?:numFailedTests|numFailedTestSuites|stats\.failures)\s*=\s*0\b/;

import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
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
 *     === conftest.py:2 Unexpected "pytest_runtest_makereport", expected the runner to say how tests went
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
 * @example A reporter that comes with the runner, and a fixture.
 *
 *     --- vitest.config.ts
 *     +     reporters: ['default', 'junit'],
 *     --- conftest.py
 *     + @pytest.fixture
 *     + def orders():
 *     +     return []
 */
export const patchedReporter = defineCheat({
  id: 'patched-reporter',
  verdict: 'block',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, patches))
      see({ path, line, message: `Unexpected "${kind}", expected the runner to say how tests went` });
  },
});

function patches({ lines }: Source, path: string): Marker[] {
  const patterns = /\.pyi?$/.test(path)
    ? inPython
    : inScript.test(path)
      ? ofScript
      : path.endsWith('_test.go')
        ? ofGo
        : undefined;
  if (!patterns) return [];
  return lines.flatMap((text, index) => {
    const kind = patterns.exec(text)?.[0];
    return kind === undefined ? [] : [{ line: index + 1, kind }];
  });
}

const inScript = /\.[cm]?[jt]sx?$|package\.json$|\.mocharc/;
const inPython =
  /\bpytest_(?:runtest_makereport|runtest_logreport|sessionfinish|report_teststatus|collection_modifyitems|runtest_protocol|pyfunc_call)\b|\bsession\.exitstatus\s*=|\bTestResult\b.*\bwasSuccessful\b/;
const ofScript =
  /\b(?:globalThis|global|window)\.(?:expect|test|it|describe|assert)\s*=|\breporters?['"]?\s*:\s*\[?\s*(?:\[\s*)?['"]\.{1,2}\/|\bprocess\.exitCode\s*=\s*0\b|\bexpect\.prototype\b|\bAssertion\.(?:overwriteMethod|overwriteProperty)\b/;
const ofGo = /\bfunc TestMain\b/;

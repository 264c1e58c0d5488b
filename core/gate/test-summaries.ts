import { goFailures, goTests } from './go-tests.ts';
import { gradleBroken, gradleFailures, gradleTests } from './gradle-tests.ts';
import { junitReport, junitTests } from './junit-tests.ts';
import { pytestFailures, pytestTests, unittestFailures, unittestTests } from './python-tests.ts';
import { counted, lessThan, notEnded, timesSaid } from './said-counts.ts';
import { swiftBroken, swiftFailures, swiftTests } from './swift-tests.ts';
import { nodeTests, tapBroken, tapFailures, tapTests } from './tap-tests.ts';

/** How a runner tells what came of a run. */
export interface Summary {
  readonly runner: string;
  /** How many tests passed; undefined where the text has none of the runner's words, or they do not say so for certain. */
  readonly passed: Read;
  /** How many failed. What is expected to fail, or passed when it was tried again, has not. */
  readonly failed: Read;
  /** How many runs or tests it says to have broken off, or has begun and told of no end. No summary counts these. */
  readonly broken?: (text: string) => number;
}

type Read = (text: string) => number | undefined;

const some = /(\d+) failed/g;
const number = /(\d+)/g;

/** Each reads what a runner prints at the end of every run of its own; several runs in one output are added up. */
export const summaries: readonly Summary[] = [
  {
    // `Tests  1 failed | 2 passed (3)`, `Tests  no tests`; of a file that cannot be loaded no test is known
    runner: 'vitest',
    passed: (text) => counted(text, /^ *Tests {2,}(.*)$/gm, /(\d+) passed/g),
    failed: (text) => counted(text, /^ *Tests {2,}(.*)$/gm, some) || counted(text, /^ *Test Files {2,}(.*)$/gm, some),
  },
  {
    // `Tests:       1 skipped, 2 passed, 3 total`
    runner: 'jest',
    passed: (text) => counted(text, /^ *Tests: {2,}(.*total)$/gm, /(\d+) passed/g),
    failed: (text) =>
      counted(text, /^ *Tests: {2,}(.*total)$/gm, some) || counted(text, /^ *Test Suites: +(\d.*total)$/gm, some),
  },
  {
    // `Tests:    1 skipped, 2 passed (3 assertions)`
    runner: 'pest',
    passed: (text) => counted(text, /^ *Tests: {2,}(.*assertions?\))$/gm, /(\d+) passed/g),
    failed: (text) => counted(text, /^ *Tests: {2,}(.*assertions?\))$/gm, some),
  },
  { runner: 'nothing found', passed: foundNothing, failed: () => 0 },
  {
    // `{ …, "numPassedTests": 3, … }` of vitest and jest, `"tests": 3, "passes": 2` of mocha
    runner: 'JSON',
    passed: (text) => counted(text, /(?:"numPassedTests"|"tests" ?: ?\d+,\s*"passes") ?: ?(\d+)/g, number),
    failed: (text) =>
      counted(
        text,
        /(?:"numFailedTests"|"tests" ?: ?\d+,\s*"passes" ?: ?\d+,\s*"pending" ?: ?\d+,\s*"failures") ?: ?(\d+)/g,
        number,
      ),
  },
  {
    // `  3 passing (5ms)`
    runner: 'mocha',
    passed: (text) => counted(text, /^ {2}(\d+ passing) \(\w+\)$/gm, number),
    failed: (text) => counted(text, /^ {2}(\d+) failing$/gm, number),
  },
  {
    runner: 'node --test',
    passed: nodeTests,
    failed: (text) => counted(text, /^(?:ℹ|#) (?:fail|cancelled) (\d+)$/gm, number),
  },
  { runner: 'TAP', passed: tapTests, failed: tapFailures, broken: tapBroken },
  {
    // `  3 tests passed`, and with nothing but `  3 tests skipped` or `  3 tests failed` none has
    runner: 'ava',
    passed: (text) => counted(text, /^ {2}(\d+ tests? (?:passed|skipped|todo|failed))$/gm, /(\d+) tests? passed/g),
    failed: (text) =>
      counted(text, /^ {2}(\d+) (?:tests? failed|uncaught exceptions?|unhandled rejections?)$/gm, number),
  },
  {
    // ` 2 pass`, ` 1 skip`, ` 0 fail`, ` 3 expect() calls`
    runner: 'bun test',
    passed: (text) => counted(text, /^ (\d+ pass)(?=\n(?: \d+ [a-z() ]+\n){0,6}? \d+ fail$)/gm, number),
    failed: (text) => counted(text, /^ (\d+) fail$/gm, number),
  },
  {
    // `ok | 3 passed (2 steps) | 0 failed | 1 ignored (5ms)`
    runner: 'deno test',
    passed: (text) => counted(text, /^(?:ok|FAILED) \| (\d+ passed\b.* \| \d+ failed\b.*)$/gm, /(\d+) passed/g),
    failed: (text) => counted(text, /^(?:ok|FAILED) \| (.*)$/gm, some),
  },
  {
    // `  3 passed (1.2s)`, `  1 skipped`
    runner: 'playwright',
    passed: (text) => counted(text, /^ {2}(\d+ (?:passed \([\d.]+m?[smh]\)|skipped|failed))$/gm, /(\d+) passed/g),
    failed: (text) => counted(text, /^ {2}(\d+) failed$/gm, number),
  },
  { runner: 'pytest', passed: pytestTests, failed: pytestFailures },
  { runner: 'unittest', passed: unittestTests, failed: unittestFailures },
  {
    // `running 3 tests`, and at their end `test result: ok. 1 passed; 0 failed; …; 2 measured; …`
    runner: 'cargo test',
    passed: (text) => counted(text, /^test result: \w+\. (.*)$/gm, /(\d+) (?:passed|measured)/g),
    failed: (text) => counted(text, /^test result: \w+\. (.*)$/gm, some),
    broken: (text) =>
      Math.max(
        notEnded(text, /^running \d+ tests?$/gm, /^test result: /gm),
        timesSaid(text, /^error: (?:doc)?test failed\b/gm),
        counted(text, /^error: (\d+) targets? failed\b/gm, number) ?? 0,
      ),
  },
  {
    // `     Summary [   0.005s] 3 tests run: 3 passed, 0 skipped`
    runner: 'cargo nextest',
    passed: (text) => counted(text, /^ *Summary \[[^\]]*\] (.*)$/gm, /(\d+) passed/g),
    failed: (text) => counted(text, /^ *Summary \[[^\]]*\] (.*)$/gm, /(\d+) (?:exec failed|failed|timed out)/g),
    broken: (text) => timesSaid(text, /^error: test run failed$/gm),
  },
  { runner: 'go test', passed: goTests, failed: goFailures },
  {
    // `DONE 3 tests, 1 skipped in 0.5s`
    runner: 'gotestsum',
    passed: (text) => lessThan(text, /^DONE (\d+ tests?.*) in [\d.]+s$/gm),
    failed: (text) => counted(text, /^DONE (\d+ tests?.*) in [\d.]+s$/gm, /(\d+) (?:failure|error)s?\b/g),
  },
  {
    runner: 'JUnit',
    passed: junitTests,
    failed: (text) => junitReport(text)?.filter(({ outcome }) => outcome === 'failed').length,
  },
  {
    // `Tests run: 3, Failures: 0, Errors: 0, Skipped: 1`; the lines of single classes go on with their time
    runner: 'surefire',
    passed: (text) => lessThan(text, ofSurefire),
    failed: (text) => counted(text, ofSurefire, /(?:Failures|Errors): (\d+)/g),
    broken: (text) => timesSaid(text, /^\[ERROR\] .*The forked VM terminated without/gm),
  },
  { runner: 'gradle', passed: gradleTests, failed: gradleFailures, broken: gradleBroken },
  {
    // `OK (3 tests, 5 assertions)`; `Tests: 3, Assertions: 2, Skipped: 1.`
    runner: 'phpunit',
    passed: (text) =>
      lessThan(text, /^(?:OK \((\d+ tests?(?:, \d+ assertions?)?)\)|(Tests: \d+, Assertions: .*)\.)$/gm),
    failed: (text) => counted(text, /^(Tests: \d+, Assertions: .*)\.$/gm, /, (?:Failures|Errors): (\d+)/g),
  },
  {
    // `3 examples, 0 failures, 1 pending`; also of jasmine, minitest, test-unit and ExUnit
    runner: 'rspec or alike',
    passed: (text) => lessThan(text, ofRspec),
    failed: (text) => counted(text, ofRspec, /(\d+) (?:failure|error)s?\b/g),
  },
  {
    // `Passed!  - Failed:     0, Passed:     3, Skipped:     0, …`; `Test summary: total: 3, failed: 0, succeeded: 3, …`
    runner: 'dotnet test',
    passed: (text) =>
      counted(
        text,
        /^(?:\w+! +- (Failed: .*)|Test summary: (total: .*)|Total tests: \d+\n(?: +\w+: \d+\n){0,4}?( +Passed: \d+)|Test run summary: .*\n(?: +\w+: \d+\n){0,4}?( +succeeded: \d+))$/gm,
        /(?:Passed|succeeded): +(\d+)/g,
      ),
    failed: (text) =>
      counted(
        text,
        /^(?:\w+! +- (Failed: .*)|Test summary: (total: .*)|Total tests: \d+\n((?: +\w+: \d+\n){0,5})|Test run summary: .*\n((?: +\w+: \d+\n){0,6}))/gm,
        /[Ff]ailed: +(\d+)/g,
      ),
    broken: (text) => timesSaid(text, /^(?:Test Run Aborted\.|The active test run was aborted\.)/gm),
  },
  {
    runner: 'ctest',
    passed: ctestTests,
    failed: (text) => counted(text, /^\d+% tests passed, (\d+) tests? failed out of \d+$/gm, number),
  },
  { runner: 'swift test', passed: swiftTests, failed: swiftFailures, broken: swiftBroken },
  {
    // `[  PASSED  ] 3 tests.` It prints how many failed above their names, and how many are disabled below.
    runner: 'googletest',
    passed: (text) => counted(text, /^\[ {2}PASSED {2}\] (\d+ tests?)\.$/gm, number),
    failed: (text) => counted(text, /^\[ {2}FAILED {2}\] (\d+) tests?, listed below:?$/gm, number),
    broken: (text) =>
      notEnded(text, /^\[={10}\] Running [1-9]\d* tests? from /gm, /^\[ {2}PASSED {2}\] \d+ tests?\.$/gm),
  },
  {
    // `[         3 tests successful      ]`
    runner: 'JUnit console',
    passed: (text) => counted(text, /^\[ *(\d+ tests successful) *\]$/gm, number),
    failed: (text) => counted(text, /^\[ *(\d+) (?:tests|containers) failed *\]$/gm, number),
  },
];

const ofSurefire = /^(?:\[\w+\] )?(Tests run: \d+, Failures: [\w:, ]+)$/gm;
const ofRspec = /^(\d+ [a-z]+(?:, \d+ [a-z ]+){0,8}, \d+ failures?(?:, \d+ [a-z() ]+){0,8})$/gm;

/** What runners say in place of a summary, some of them with exit code 0. */
function foundNothing(text: string): number | undefined {
  return /^(?:.*(?:Error|INFO)[:\]]? +)?(?:No tests? (?:files? )?(?:found|executed|were found|were executed|is available|matches the given|to run)|There are no tests to run|No (?:examples|specs) found)(?:[\s.,!:]|$)/im.test(
    text,
  ) || /^Test run summary: Zero tests ran$/m.test(text)
    ? 0
    : undefined;
}

/** What was skipped counts as passed in the summary, and is listed below it. */
function ctestTests(text: string): number | undefined {
  const all = [...text.matchAll(/^\d+% tests passed(?:, (\d+) tests? failed)? out of (\d+)$/gm)];
  if (all.length === 0) return undefined;
  const skipped = [...text.matchAll(/^\t *\d+ - .* \(Skipped\)$/gm)].length;
  const passed = all.reduce((sum, [, failed = '0', of]) => sum + Number(of) - Number(failed), 0);
  return Math.max(0, passed - skipped);
}

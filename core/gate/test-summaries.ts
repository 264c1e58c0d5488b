import { goTests } from './go-tests.ts';
import { junitTests } from './junit-tests.ts';
import { counted, groupsOf } from './said-counts.ts';
import { nodeTests, tapTests } from './tap-tests.ts';

/** How a runner tells what came of a run. */
export interface Summary {
  readonly runner: string;
  /** How many tests passed; undefined where the text has none of the runner's words, or they do not say so for certain. */
  readonly passed: (text: string) => number | undefined;
}

/** Each reads what a runner prints at the end of every run of its own; several runs in one output are added up. */
export const summaries: readonly Summary[] = [
  // `Tests  1 passed | 1 skipped (3)`, `Tests  no tests`
  { runner: 'vitest', passed: (text) => counted(text, /^ *Tests {2,}(.*)$/gm, /(\d+) passed/g) },
  // `Tests:       1 skipped, 2 passed, 3 total`
  { runner: 'jest', passed: (text) => counted(text, /^ *Tests: {2,}(.*total)$/gm, /(\d+) passed/g) },
  // `Tests:    1 skipped, 2 passed (3 assertions)`
  { runner: 'pest', passed: (text) => counted(text, /^ *Tests: {2,}(.*assertions?\))$/gm, /(\d+) passed/g) },
  { runner: 'nothing found', passed: foundNothing },
  // `{ …, "numPassedTests": 3, … }` of vitest and jest, `"tests": 3, "passes": 2` of mocha
  {
    runner: 'JSON',
    passed: (text) => counted(text, /(?:"numPassedTests"|"tests" ?: ?\d+,\s*"passes") ?: ?(\d+)/g, /(\d+)/g),
  },
  // `  3 passing (5ms)`
  { runner: 'mocha', passed: (text) => counted(text, /^ {2}(\d+ passing) \(\w+\)$/gm, /(\d+)/g) },
  { runner: 'node --test', passed: nodeTests },
  { runner: 'TAP', passed: tapTests },
  // `  3 tests passed`, and with nothing but `  3 tests skipped` or `  3 tests failed` none has
  {
    runner: 'ava',
    passed: (text) => counted(text, /^ {2}(\d+ tests? (?:passed|skipped|todo|failed))$/gm, /(\d+) tests? passed/g),
  },
  // ` 2 pass`, ` 1 skip`, ` 0 fail`, ` 3 expect() calls`
  {
    runner: 'bun test',
    passed: (text) => counted(text, /^ (\d+ pass)(?=\n(?: \d+ [a-z() ]+\n){0,6}? \d+ fail$)/gm, /(\d+)/g),
  },
  // `ok | 3 passed (2 steps) | 0 failed | 1 ignored (5ms)`
  {
    runner: 'deno test',
    passed: (text) => counted(text, /^(?:ok|FAILED) \| (\d+ passed\b.* \| \d+ failed\b.*)$/gm, /(\d+) passed/g),
  },
  // `  3 passed (1.2s)`, `  1 skipped`
  {
    runner: 'playwright',
    passed: (text) => counted(text, /^ {2}(\d+ (?:passed \([\d.]+m?[smh]\)|skipped|failed))$/gm, /(\d+) passed/g),
  },
  { runner: 'pytest', passed: pytestTests },
  { runner: 'unittest', passed: unittestTests },
  // `test result: ok. 1 passed; 0 failed; …; 2 measured; …`
  {
    runner: 'cargo test',
    passed: (text) => counted(text, /^test result: \w+\. (.*)$/gm, /(\d+) (?:passed|measured)/g),
  },
  // `     Summary [   0.005s] 3 tests run: 3 passed, 0 skipped`
  { runner: 'cargo nextest', passed: (text) => counted(text, /^ *Summary \[[^\]]*\] (.*)$/gm, /(\d+) passed/g) },
  { runner: 'go test', passed: goTests },
  // `DONE 3 tests, 1 skipped in 0.5s`
  { runner: 'gotestsum', passed: (text) => lessThan(text, /^DONE (\d+ tests?.*) in [\d.]+s$/gm) },
  { runner: 'JUnit', passed: junitTests },
  // `Tests run: 3, Failures: 0, Errors: 0, Skipped: 1`; the lines of single classes go on with their time
  { runner: 'surefire', passed: (text) => lessThan(text, /^(?:\[\w+\] )?(Tests run: \d+, Failures: [\w:, ]+)$/gm) },
  { runner: 'gradle', passed: gradleTests },
  // `OK (3 tests, 5 assertions)`; `Tests: 3, Assertions: 2, Skipped: 1.`
  {
    runner: 'phpunit',
    passed: (text) =>
      lessThan(text, /^(?:OK \((\d+ tests?(?:, \d+ assertions?)?)\)|(Tests: \d+, Assertions: .*)\.)$/gm),
  },
  // `3 examples, 0 failures, 1 pending`; also of jasmine, minitest, test-unit and ExUnit
  {
    runner: 'rspec or alike',
    passed: (text) => lessThan(text, /^(\d+ [a-z]+(?:, \d+ [a-z ]+){0,8}, \d+ failures?(?:, \d+ [a-z() ]+){0,8})$/gm),
  },
  // `Passed!  - Failed:     0, Passed:     3, Skipped:     0, …`; `Test summary: total: 3, failed: 0, succeeded: 3, …`
  {
    runner: 'dotnet test',
    passed: (text) =>
      counted(
        text,
        /^(?:\w+! +- (Failed: .*)|Test summary: (total: .*)|Total tests: \d+\n(?: +\w+: \d+\n){0,4}?( +Passed: \d+)|Test run summary: .*\n(?: +\w+: \d+\n){0,4}?( +succeeded: \d+))$/gm,
        /(?:Passed|succeeded): +(\d+)/g,
      ),
  },
  { runner: 'ctest', passed: ctestTests },
  { runner: 'swift test', passed: swiftTests },
  // `[  PASSED  ] 3 tests.`
  { runner: 'googletest', passed: (text) => counted(text, /^\[ {2}PASSED {2}\] (\d+ tests?)\.$/gm, /(\d+)/g) },
  // `[         3 tests successful      ]`
  { runner: 'JUnit console', passed: (text) => counted(text, /^\[ *(\d+ tests successful) *\]$/gm, /(\d+)/g) },
];

/** The numbers of tests in every line that matches, without those that it says have not passed. */
function lessThan(text: string, line: RegExp): number | undefined {
  const said = groupsOf(text, line);
  if (said.length === 0) return undefined;
  return said.reduce((sum, group) => sum + Math.max(0, passedOf(group)), 0);
}

function passedOf(said: string): number {
  const numbers = [...said.matchAll(/(\d+) ([a-z]+)|([A-Za-z][A-Za-z ]*): (\d+)/g)].map(
    ([, count, noun, name, number]) => ({ of: (noun ?? name ?? '').toLowerCase(), count: Number(count ?? number) }),
  );
  return numbers.reduce((sum, { of, count }) => sum + count * (isTests.test(of) ? 1 : countsNot.test(of) ? 0 : -1), 0);
}

const isTests = /^(?:tests?|tests run|examples?|specs?|runs?|doctests?|propert(?:y|ies)|scenarios?)$/;
/** What else is counted; anything that is not known takes away. */
const countsNot = /^(?:assertions?|notifications?|warnings?|deprecations?|notices?|flakes|phpunit .*)$/;

/** What runners say in place of a summary, some of them with exit code 0. */
function foundNothing(text: string): number | undefined {
  return /^(?:.*(?:Error|INFO)[:\]]? +)?(?:No tests? (?:files? )?(?:found|executed|were found|were executed|is available|matches the given|to run)|There are no tests to run|No (?:examples|specs) found)(?:[\s.,!:]|$)/im.test(
    text,
  ) || /^Test run summary: Zero tests ran$/m.test(text)
    ? 0
    : undefined;
}

function pytestTests(text: string): number | undefined {
  // `==== 1 passed, 1 skipped in 2.85s ====`, `no tests ran in 0.01s`, `2 tests collected in 1.38s`
  const summary = /^(?:=+ )?((?:no tests ran|no tests collected.*|\d+ [a-z ]+(?:, \d+ [a-z ]+)*) in [\d.]+s)(?: |$)/gm;
  // `.s          [100%]`, which is all that is left with -qq
  const dots = /^([.sxXFE]+) +\[ *\d+(?:%|\/\d+)\]$/gm;
  const marks = groupsOf(text, dots).join('');
  return counted(text, summary, /(\d+) passed/g) ?? (marks === '' ? undefined : marks.replaceAll(/[^.]/g, '').length);
}

/** `Ran 3 tests in 0.000s`, and two lines below it `OK (skipped=2, expected failures=1)`. */
function unittestTests(text: string): number | undefined {
  const runs = [...text.matchAll(/^Ran (\d+) tests? in [\d.]+s$/gm)];
  const said = [...text.matchAll(/^Ran (\d+) tests? in [\d.]+s\n+(?:OK|FAILED|PASSED|NO TESTS RAN)(?: \((.*)\))?$/gm)];
  // Without it nobody knows how many of them were skipped.
  if (runs.length === 0 || said.length < runs.length) return undefined;
  return said.reduce((sum, [, ran, others = '']) => {
    const less = [...others.matchAll(/([a-zA-Z ]+)=(\d+)/g)].filter(([, name]) => name?.trim() !== 'successes');
    return sum + Math.max(0, Number(ran) - less.reduce((all, [, , number]) => all + Number(number), 0));
  }, 0);
}

/** `FooTest > parses() PASSED`, where it is told to say so; else only whether there was anything to test. */
function gradleTests(text: string): number | undefined {
  const outcomes = [...text.matchAll(/^\S.* (PASSED|FAILED|SKIPPED)$/gm)].filter(([line]) => line.includes(' > '));
  if (outcomes.length > 0) return outcomes.filter(([, outcome]) => outcome === 'PASSED').length;
  const tasks = [...text.matchAll(/^> Task :(?:\S+:)?(?:test|\w*Tests?)(?: (\S+))?$/gm)];
  return tasks.length > 0 && tasks.every(([, how]) => how === 'NO-SOURCE') ? 0 : undefined;
}

/** What was skipped counts as passed in the summary, and is listed below it. */
function ctestTests(text: string): number | undefined {
  const all = [...text.matchAll(/^\d+% tests passed(?:, (\d+) tests? failed)? out of (\d+)$/gm)];
  if (all.length === 0) return undefined;
  const skipped = [...text.matchAll(/^\t *\d+ - .* \(Skipped\)$/gm)].length;
  const passed = all.reduce((sum, [, failed = '0', of]) => sum + Number(of) - Number(failed), 0);
  return Math.max(0, passed - skipped);
}

/** XCTest and Swift Testing count what was skipped, and XCTest says it once for every suite: so each test counts by its line. */
function swiftTests(text: string): number | undefined {
  const isRun = /^[ \t]*Executed \d+ tests?, with |^\S+ +Test run with \d+ tests? /m.test(text);
  if (!isRun) return undefined;
  const ofXcTest = [...text.matchAll(/^Test Case '.+' passed \(/gm)].length;
  const own = [...text.matchAll(/^\S{1,2} +Test (?!run with |case )\S.* passed after [\d.]+ seconds\.?$/gm)].length;
  return ofXcTest + own;
}

import { goFailures } from './go-tests.ts';
import { junitReport } from './junit-tests.ts';
import { counted, groupsOf } from './said-counts.ts';

/** How many tests failed, as far as a runner whose words are in the text says so. */
export function failedTests(runner: string, text: string): number {
  return byRunner.get(runner)?.(text) ?? 0;
}

type Read = (text: string) => number | undefined;

/** Each as `summaries` has it for those that passed. What is expected to fail, or passed when it was tried again, has not. */
const byRunner: ReadonlyMap<string, Read> = new Map<string, Read>([
  // `Tests  1 failed | 2 passed (3)`; of a file that cannot be loaded no test is known
  ['vitest', (text) => counted(text, /^ *Tests {2,}(.*)$/gm, some) || counted(text, /^ *Test Files {2,}(.*)$/gm, some)],
  [
    'jest',
    (text) => counted(text, /^Tests: {2,}(.*total)$/gm, some) || counted(text, /^Test Suites: +(\d.*total)$/gm, some),
  ],
  ['pest', (text) => counted(text, /^ *Tests: {2,}(.*assertions?\))$/gm, some)],
  [
    'JSON',
    (text) =>
      counted(
        text,
        /(?:"numFailedTests"|"tests" ?: ?\d+,\s*"passes" ?: ?\d+,\s*"pending" ?: ?\d+,\s*"failures") ?: ?(\d+)/g,
        number,
      ),
  ],
  ['mocha', (text) => counted(text, /^ {2}(\d+) failing$/gm, number)],
  ['node --test', (text) => counted(text, /^(?:ℹ|#) (?:fail|cancelled) (\d+)$/gm, number)],
  ['TAP', tapFailures],
  [
    'ava',
    (text) => counted(text, /^ {2}(\d+) (?:tests? failed|uncaught exceptions?|unhandled rejections?)$/gm, number),
  ],
  ['bun test', (text) => counted(text, /^ (\d+) fail$/gm, number)],
  ['deno test', (text) => counted(text, /^(?:ok|FAILED) \| (.*)$/gm, some)],
  ['playwright', (text) => counted(text, /^ {2}(\d+) failed$/gm, number)],
  ['pytest', pytestFailures],
  ['unittest', unittestFailures],
  ['cargo test', (text) => counted(text, /^test result: \w+\. (.*)$/gm, some)],
  [
    'cargo nextest',
    (text) => counted(text, /^ *Summary \[[^\]]*\] (.*)$/gm, /(\d+) (?:exec failed|failed|timed out)/g),
  ],
  ['go test', goFailures],
  ['gotestsum', (text) => counted(text, /^DONE (\d+ tests?.*) in [\d.]+s$/gm, /(\d+) (?:failure|error)s?\b/g)],
  ['JUnit', (text) => junitReport(text)?.filter(({ outcome }) => outcome === 'failed').length],
  [
    'surefire',
    (text) => counted(text, /^(?:\[\w+\] )?(Tests run: \d+, Failures: [\w:, ]+)$/gm, /(?:Failures|Errors): (\d+)/g),
  ],
  ['gradle', gradleFailures],
  ['phpunit', (text) => counted(text, /^(Tests: \d+, Assertions: .*)\.$/gm, /, (?:Failures|Errors): (\d+)/g)],
  [
    'rspec or alike',
    (text) =>
      counted(
        text,
        /^(\d+ [a-z]+(?:, \d+ [a-z ]+){0,8}, \d+ failures?(?:, \d+ [a-z() ]+){0,8})$/gm,
        /(\d+) (?:failure|error)s?\b/g,
      ),
  ],
  [
    'dotnet test',
    (text) =>
      counted(
        text,
        /^(?:\w+! +- (Failed: .*)|Test summary: (total: .*)|Total tests: \d+\n((?: +\w+: \d+\n){0,5})|Test run summary: .*\n((?: +\w+: \d+\n){0,6}))/gm,
        /[Ff]ailed: +(\d+)/g,
      ),
  ],
  ['ctest', (text) => counted(text, /^\d+% tests passed, (\d+) tests? failed out of \d+$/gm, number)],
  ['swift test', swiftFailures],
  // Googletest prints it above their names, and the number of those that it knows to be disabled below.
  ['googletest', (text) => counted(text, /^\[ {2}FAILED {2}\] (\d+) tests?, listed below:?$/gm, number)],
  ['JUnit console', (text) => counted(text, /^\[ *(\d+) (?:tests|containers) failed *\]$/gm, number)],
]);

const some = /(\d+) failed/g;
const number = /(\d+)/g;

/** What is known not to work yet has `# TODO`. */
function tapFailures(text: string): number {
  const lines = [...text.matchAll(/^ *not ok \d+(.*)$/gm)];
  return lines.filter(([, rest = '']) => !rest.endsWith('{') && !/# (?:SKIP|TODO)\b/i.test(rest)).length;
}

function pytestFailures(text: string): number | undefined {
  const summary = /^(?:=+ )?((?:\d+ [a-z ]+(?:, \d+ [a-z ]+)*) in [\d.]+s)(?: |$)/gm;
  const marks = groupsOf(text, /^([.sxXFE]+) +\[ *\d+(?:%|\/\d+)\]$/gm).join('');
  return counted(text, summary, /(\d+) (?:failed|errors?)\b/g) ?? marks.replaceAll(/[^FE]/g, '').length;
}

/** `FAILED (failures=1, errors=1, expected failures=1)` */
function unittestFailures(text: string): number {
  const said = groupsOf(text, /^FAILED \((.*)\)$/gm).flatMap((group) => group.split(', '));
  return said.reduce((sum, one) => {
    const [name = '', count] = one.split('=');
    return /^(?:failures|errors|unexpected successes)$/.test(name) ? sum + Number(count) : sum;
  }, 0);
}

/** `FooTest > parses() FAILED`, and again with `PASSED` where it is tried again. */
function gradleFailures(text: string): number {
  const said = [...text.matchAll(/^(\S.*) (PASSED|FAILED)$/gm)].filter(([line]) => line.includes(' > '));
  const passed = new Set(said.flatMap(([, name, outcome]) => (outcome === 'PASSED' ? [name] : [])));
  return new Set(said.flatMap(([, name]) => (passed.has(name) ? [] : [name]))).size;
}

function swiftFailures(text: string): number {
  const ofXcTest = [...text.matchAll(/^Test Case '.+' failed \(/gm)].length;
  return ofXcTest + [...text.matchAll(/^\S{1,2} +Test (?!run with |case )\S.* failed after [\d.]+ seconds/gm)].length;
}

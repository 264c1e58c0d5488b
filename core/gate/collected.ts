import { stripVTControlCharacters } from 'node:util';

/** What the output of a command says about tests. */
export interface Collected {
  /** The runners whose words were found, such as `vitest`. */
  readonly runners: readonly string[];
  /** Tests that passed; of `go test`, without `-v`, packages with tests. Those that were skipped prove nothing. */
  readonly passed: number;
}

/** How many tests passed, as runners say it at their end; undefined where no runner's words are found. */
export function collectedTests(output: string): Collected | undefined {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  const found = recognisers.flatMap(({ runner, passed }) => {
    const count = passed(text);
    return count === undefined ? [] : [{ runner, count }];
  });
  if (found.length === 0) return undefined;
  return { runners: found.map(({ runner }) => runner), passed: found.reduce((sum, { count }) => sum + count, 0) };
}

/** Whether a command runs tests and nothing else, so that its output has to say how many. */
export function runsTests(command: readonly string[]): boolean {
  return testPrograms.test(command.map((word) => word.replace(/^.*[\\/](?=[^\\/])/, '')).join(' '));
}

const testPrograms =
  /(?:^| )(?:vitest(?! bench| list)|jest|mocha|pytest|py\.test|-m (?:pytest|unittest)|(?:cargo|go) test|cargo nextest|node (?:\S+ )*--test)(?: |$)|--pass-?with-?no-?tests/i;

interface Recogniser {
  readonly runner: string;
  /** Undefined where the text has none of the runner's words. */
  readonly passed: (text: string) => number | undefined;
}

/** Each reads what a runner prints at the end of every run of its own; several runs in one output are added up. */
const recognisers: readonly Recogniser[] = [
  // `Tests  1 passed | 1 skipped (3)`, `Tests  no tests`
  { runner: 'vitest', passed: (text) => counted(text, /^ *Tests {2,}(.*)$/gm, /(\d+) passed/g) },
  // `Tests:       1 skipped, 2 passed, 3 total`
  { runner: 'jest', passed: (text) => counted(text, /^ *Tests: {2,}(.*total)$/gm, /(\d+) passed/g) },
  // `No test files found, exiting with code 0` of vitest, `No tests found, exiting with code 0` of jest
  { runner: 'vitest or jest', passed: (text) => counted(text, /^ *No test(?:s| files) found\b(.*)$/gm, /$^/g) },
  // `{ …, "numPassedTests": 3, … }` of both
  { runner: 'JSON', passed: (text) => counted(text, /"numPassedTests" ?: ?(\d+)/g, /(\d+)/g) },
  // `  3 passing (5ms)`
  { runner: 'mocha', passed: (text) => counted(text, /^ {2}(\d+ passing) \(\w+\)$/gm, /(\d+)/g) },
  { runner: 'node --test', passed: nodeTests },
  { runner: 'TAP', passed: tapTests },
  { runner: 'pytest', passed: pytestTests },
  // `Ran 3 tests in 0.000s`
  { runner: 'unittest', passed: (text) => counted(text, /^Ran (\d+ tests?) in [\d.]+s$/gm, /(\d+)/g) },
  // `test result: ok. 1 passed; 0 failed; …; 2 measured; …`
  {
    runner: 'cargo test',
    passed: (text) => counted(text, /^test result: \w+\. (.*)$/gm, /(\d+) (?:passed|measured)/g),
  },
  // `     Summary [   0.005s] 3 tests run: 3 passed, 0 skipped`
  { runner: 'cargo nextest', passed: (text) => counted(text, /^ *Summary \[[^\]]*\] (.*)$/gm, /(\d+) passed/g) },
  // `ok  	example.com/a	0.003s`; `?   	example.com/b	[no test files]`; `ok  	example.com/c	0.001s [no tests to run]`
  { runner: 'go test', passed: goTests },
  { runner: 'JUnit', passed: junitTests },
];

/** In the first group of every line that matches: the sum of the numbers, or how many marks there are. */
function counted(text: string, line: RegExp, what: RegExp): number | undefined {
  const said = [...text.matchAll(line)].map(([, group = '']) => group);
  if (said.length === 0) return undefined;
  const counts = said.flatMap((group) => [...group.matchAll(what)].map(([, number]) => Number(number ?? 1)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A file without tests, or one that exits early, counts there as a test of its own that passes, by the file's name. */
function nodeTests(text: string): number | undefined {
  const passed = counted(text, /^(?:ℹ|#) (pass \d+)$/gm, /(\d+)/g);
  if (passed === undefined) return undefined;
  // A suite may be called like a file as well; it is opened before it is closed.
  const spec = [...text.matchAll(/^✔ (\S+\.[cm]?[jt]sx?) \([\d.]+ms\)$/gm)].map(([, name = '']) => name);
  const opened = new Set([...text.matchAll(/^▶ (\S+)$/gm)].map(([, name]) => name));
  const tap = text.matchAll(/^ok \d+ - \S+\.[cm]?[jt]sx?\n {2}---\n {2}duration_ms: \S+\n {2}type: 'test'$/gm);
  return Math.max(0, passed - spec.filter((name) => !opened.has(name)).length - [...tap].length);
}

function pytestTests(text: string): number | undefined {
  // `==== 1 passed, 1 skipped in 2.85s ====`, `no tests ran in 0.01s`, `2 tests collected in 1.38s`
  const summary = /^(?:=+ )?((?:no tests ran|\d+ [a-z ]+(?:, \d+ [a-z]+)*) in [\d.]+s)(?: |$)/gm;
  // `.s          [100%]`, which is all that is left with -qq
  const dots = /^([.sxXFE]+) +\[ *\d+%\]$/gm;
  return counted(text, summary, /(\d+) passed/g) ?? counted(text, dots, /\./g);
}

/** Leaves only: `ok 1 - a {` opens a block, and is no test. Node says at the end how many there were. */
function tapTests(text: string): number | undefined {
  if (!/^TAP version \d+$/m.test(text) || /^# pass \d+$/m.test(text)) return undefined;
  const lines = text.matchAll(/^ *ok \d+(.*)$/gm);
  return [...lines].filter(([, rest = '']) => !rest.endsWith('{') && !/# (?:SKIP|TODO)\b/i.test(rest)).length;
}

function goTests(text: string): number | undefined {
  const packages = [...text.matchAll(/^(?:ok {2}|\? {3})\t\S+\t(.*)$/gm)].map(([, rest = '']) => rest);
  if (packages.length === 0) return undefined;
  const tests = counted(text, /^ *--- (PASS): /gm, /PASS/g);
  return tests ?? packages.filter((rest) => !/\[no test(?: file)?s(?: to run)?\]$/.test(rest)).length;
}

function junitTests(text: string): number | undefined {
  if (!/<testsuites?\b/.test(text)) return undefined;
  const all = [...text.matchAll(/<testcase\b/g)].length;
  return all - [...text.matchAll(/<(?:skipped|failure|error)\b/g)].length;
}

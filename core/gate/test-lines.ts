import { jsonObject } from '../json.ts';
import { junitReport } from './junit-tests.ts';

/** A test that an output names, and what became of it. */
export interface NamedInOutput {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The file that the runner says it is in. */
  readonly file?: string | undefined;
  /** The names of its suites or modules and its own, the outermost first; empty where only the file is named. */
  readonly path: readonly string[];
}

/** All tests that an output names, as far as it tells their names apart from all else. */
export function namedIn(text: string): NamedInOutput[] {
  const report = junitReport(text);
  if (report) return report.map(({ name, classname, outcome }) => ({ ...pathOf(name, classname), outcome }));
  const joined = text.replaceAll(describedByUnittest, '$1 ... ');
  const suites = suitesOf(joined);
  const tries = joined.split('\n').map((line, index) => {
    // No runner prints a longer name.
    const isTest = line.length <= 2_000 && !suites.has(index) && line.trim() !== headingOfNode;
    return isTest ? tryIn(line.trimEnd()) : undefined;
  });
  return lastTries(tries.filter((one) => one !== undefined));
}

/** Above the tests that failed, which `node --test` names once more; it looks like one of them. */
const headingOfNode = '✖ failing tests:';

/** Unittest prints the name of a test, and then on a line of its own what it says about itself, before `... ok`. */
const describedByUnittest = /^(\w+ \([\w.]+\))\n.* \.\.\. (?=\w)/gm;

interface Try {
  readonly test: NamedInOutput;
  /** The line without the mark in front and the time behind: the same for each try of one test. */
  readonly written: string;
  readonly isAnother: boolean;
}

/** Playwright and nextest print each try of a test, and say which ones are tries of what they have tried before. */
function tryIn(line: string): Try | undefined {
  const once = line.replace(/ \(retry #\d+\)/, '').replace(/^( *)TRY \d+ (?=PASS |FAIL )/, '$1');
  const test = testOf(once);
  const written = once
    .replace(/^ *(?:[^\s\w] +\d* *|(?:PASS|FAIL) \[[^\]]*\] )/, '')
    .replace(/ \([\d.]+m?[smh]\)$/, '');
  return test && { test, written, isAnother: once !== line };
}

/** Of each test that was tried again, what came before the last try does not count. */
function lastTries(tries: readonly Try[]): NamedInOutput[] {
  const last = new Map(
    tries.flatMap(({ written, isAnother }, index) => (isAnother ? [[written, index] as const] : [])),
  );
  return tries.filter(({ written }, index) => index >= (last.get(written) ?? 0)).map(({ test }) => test);
}

/** Whether a name is that of a file. */
export function isFilePath(name: string): boolean {
  return isFile.test(name);
}

const isFile = /^(?:[^\s:]+\/)?[\w.@-]+\.(?:[cm]?[jt]sx?|py|rs|go|rb|java|kt|cs|swift|php|exs?)$/;

/** `▶ dur` opens a suite of `node --test` that `✔ dur (2.7ms)` closes; its TAP says so below the line. */
function suitesOf(text: string): ReadonlySet<number> {
  const lines = text.split('\n');
  const opened: string[] = [];
  const found = new Set<number>();
  for (const [index, line] of lines.entries()) {
    const [, opens] = /^(\s*▶ .*)$/.exec(line) ?? [];
    if (opens !== undefined) opened.push(opens.replace('▶ ', ''));
    const [, indent = '', closes = ''] = /^(\s*)[✔✖] (.*) \([\d.]+ms\)/.exec(line) ?? [];
    if (closes !== '' && opened.at(-1) === indent + closes) {
      opened.pop();
      found.add(index);
    }
    if (
      /^ *(?:not )?ok \d/.test(line) &&
      lines.slice(index + 1, index + 4).some((one) => one.trim() === "type: 'suite'")
    )
      found.add(index);
  }
  return found;
}

function testOf(line: string): NamedInOutput | undefined {
  for (const [form, read] of forms) {
    const found = form.exec(line);
    if (found) return read(found.slice(1).map((group) => group ?? ''));
  }
  return undefined;
}

type Read = (groups: readonly string[]) => NamedInOutput | undefined;

const word: ReadonlyMap<string, NamedInOutput['outcome']> = new Map([
  ...['ok', 'OK', 'passed', 'pass', 'PASSED', 'PASS', 'Passed', 'XPASS'].map((one) => [one, 'passed'] as const),
  ...['FAILED', 'FAIL', 'ERROR', 'failed', 'fail', 'Failed', 'not ok'].map((one) => [one, 'failed'] as const),
]);

function outcomeOf(said: string): NamedInOutput['outcome'] {
  return word.get(said) ?? 'skipped';
}

const forms: readonly (readonly [RegExp, Read])[] = [
  // `ok 1 - a > b # time=1ms`, `not ok 2 - c`; what ends with a brace opens a block.
  [/^ *((?:not )?ok) \d+ (?:- )?(.*)$/, ([said = '', rest = '']) => ofTap(said, rest)],
  // `--- PASS: TestA/sub (0.00s)`
  [
    /^.*--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$/,
    ([said = '', name = '']) => ({ outcome: outcomeOf(said), path: name.split('/') }),
  ],
  // `{"Action":"pass","Package":"a","Test":"TestA/sub"}`
  [/^(\{"(?:Time|Action)":.*)$/, ([json]) => ofGoEvent(json ?? '')],
  // `PASS test/a.test.ts` of jest is about a file.
  [
    /^ ?(PASS|FAIL) +(\S+)(?: \(.*\))?$/,
    ([said = '', file = '']) => (isFile.test(file) ? { outcome: outcomeOf(said), file, path: [] } : undefined),
  ],
  // `        PASS [   0.005s] crate queue::tests::keeps`
  [
    /^ *(PASS|FAIL|SKIP) \[[^\]]*\] (?:\(.*\) )?\S+ (\S+)$/,
    ([said = '', name = '']) => ({ outcome: outcomeOf(said), path: name.split('::') }),
  ],
  // `test queue::tests::keeps ... ok`, with `- should panic`
  [
    /^test (\S+)(?: - should panic)? \.\.\. (\w+)/,
    ([name = '', said = '']) => ({ outcome: outcomeOf(said), path: name.split('::') }),
  ],
  // `test_a (test_u.A.test_a) ... ok`
  [
    /^(\w+) \(([\w.]+)\) \.\.\. (\w+)/,
    ([name = '', path = '', said = '']) => ({ outcome: outcomeOf(said), path: ofPython(name, path) }),
  ],
  // `a.py::TestB::test_c PASSED   [ 50%]`; `[gw0] [ 50%] PASSED a.py::test_c`
  [
    /^(\S+\.py)::(\S.*?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: |$)/,
    ([file, name = '', said = '']) => ofPytest(file, name, said),
  ],
  [
    /^(?:\[gw\d+\] \[ *\d+%\] )?(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) (\S+\.py)::(\S.*)$/,
    ([said = '', file, name = '']) => ofPytest(file, name, said),
  ],
  // `FooTest > parses() PASSED` of gradle, `com.acme.FooTest > parses() PASSED`
  [
    /^(\S.*) (PASSED|FAILED|SKIPPED)$/,
    ([name = '', said = '']) =>
      name.includes(' > ') ? { outcome: outcomeOf(said), path: ofGradle(name.split(' > ')) } : undefined,
  ],
  // `Test Case 'FooTests.testA' passed (0.001 seconds)`, `-[Module.FooTests testA]`
  [
    /^Test Case '(?:-\[)?(.+?)\]?' (passed|failed|skipped) \(/,
    ([name = '', said = '']) => ({ outcome: outcomeOf(said), path: name.split(/[. ]/) }),
  ],
  // `✔ Test parses() passed after 0.001 seconds.` of Swift Testing
  [
    /^\S{1,2} +Test "?(?!run with |case )(.+?)"? (passed|failed|skipped)(?: after .*|\.)$/,
    ([name = '', said = '']) => ({ outcome: outcomeOf(said), path: [name] }),
  ],
  // `1/3 Test #1: a .......   Passed    0.01 sec`
  [
    /^ *\d+\/\d+ Test +#\d+: (\S+) \.+ *(?:\*+)?(\w+)/,
    ([name = '', said = '']) => ({ outcome: outcomeOf(said), path: [name] }),
  ],
  // `[       OK ] Foo.Bar (0 ms)` of googletest
  [
    /^\[ {1,8}(OK|FAILED|SKIPPED) {1,8}\] (\S+)(?: \(.*\))?$/,
    ([said = '', name = '']) => ({ outcome: outcomeOf(said), path: name.split('.') }),
  ],
  // `  Passed Ns.FooTests.Parses [12 ms]` of dotnet
  [
    /^ {2}(Passed|Failed|Skipped) (\S.*?)(?: \[[^\]]*\])?$/,
    ([said = '', name = '']) => ({ outcome: outcomeOf(said), path: name.split('.') }),
  ],
  // `adds two numbers ... FAILED (2ms)` of deno
  [
    /^(\S.*) \.\.\. (ok|FAILED|ignored) \([\d.]+m?s\)$/,
    ([name = '', said = '']) => ({ outcome: outcomeOf(said), path: [name] }),
  ],
  // `(pass) dur > parses [0.10ms]` of bun
  [/^\((pass|fail|skip|todo)\) (.*)$/, ([said = '', rest = '']) => ({ ...titled(rest), outcome: outcomeOf(said) })],
  // `parses ... ok (2ms)` of deno
  [
    /^ *(.*\S) \.\.\. (ok|FAILED|ignored)\b/,
    ([name = '', said = '']) => ({ ...titled(name), outcome: outcomeOf(said) }),
  ],
  // ` ✓ t/a.test.ts > dur > parses 2ms`, `  ✔ parses (0.5ms)`, `  ✓  1 [chromium] › a.spec.ts:3:5 › parses (1s)`
  [/^ *[✓✔√] +(.*)$/, ([rest = '']) => ofMark('passed', rest)],
  [/^ *[✗✕×✖✘] +(.*)$/, ([rest = '']) => ofMark('failed', rest)],
  [/^ *[↓□﹣○-] (?:skipped )?(.*)$/, ([rest = '']) => ofMark('skipped', rest)],
];

function ofTap(said: string, rest: string): NamedInOutput | undefined {
  if (rest.endsWith('{')) return undefined;
  const [title = ''] = rest.split(' # ', 1);
  return { ...titled(title), outcome: /# (?:SKIP|TODO)\b/i.test(rest) ? 'skipped' : outcomeOf(said) };
}

function ofGoEvent(json: string): NamedInOutput | undefined {
  const { Action: said, Test: name } = jsonObject(json) ?? {};
  if (typeof said !== 'string' || typeof name !== 'string' || !/^(?:pass|fail|skip)$/.test(said)) return undefined;
  return { outcome: outcomeOf(said), path: name.split('/') };
}

function ofGradle([first = '', ...rest]: readonly string[]): string[] {
  return [...(/^[\w$.]+$/.test(first) ? first.split('.') : [first]), ...rest];
}

function ofPython(name: string, path: string): string[] {
  const parts = path.split('.');
  return parts.at(-1) === name ? parts : [...parts, name];
}

/** `test_b[one-two]` is `test_b` with one of its parameters. */
function ofPytest(file: string | undefined, name: string, said: string): NamedInOutput {
  return { outcome: outcomeOf(said), file, path: name.replace(/(?:\[| - ).*$/, '').split('::') };
}

function ofMark(outcome: NamedInOutput['outcome'], rest: string): NamedInOutput | undefined {
  // `t/a.test.ts (3 tests | 1 skipped) 4ms`, and suites in the same way
  const [, file, all, less = '0'] = /^(?:\|[^|]*\| )?(.+?) \((\d+) tests?(?: \| (\d+) skipped)?\b/.exec(rest) ?? [];
  if (file !== undefined)
    return isFile.test(file)
      ? { outcome: Number(all) > Number(less) ? outcome : 'skipped', file, path: [] }
      : undefined;
  return { ...titled(rest), outcome: /# (?:SKIP|TODO)\b/i.test(rest) ? 'skipped' : outcome };
}

/** The title of a test, without how long it took, in the parts that runners put between `>` or `›`. */
function titled(written: string): Pick<NamedInOutput, 'file' | 'path'> {
  const title = written
    .replace(/ # (?:SKIP|TODO)\b.*$/i, '')
    .replace(/ \((?:retry|repeat) x\d+\)/g, '')
    .replace(/\s{1,8}(?:[([]\d[\d.]* ?(?:[mµn]?s|m|h)[)\]]|\d[\d.]* ?m?s)$/, '');
  return pathOf(title);
}

function pathOf(title: string, above = ''): Pick<NamedInOutput, 'file' | 'path'> {
  const parts = title.split(/ [>›] /);
  const [first = '', ...rest] = parts;
  const file = first.replace(/^\|[^|]*\| /, '').replace(/^(?:\d+ )?\[[^\]]*\]$/, '');
  const at = rest[0]?.replace(/(?::\d+){1,2}$/, '') ?? '';
  if (rest.length > 0 && isFile.test(file)) return { file, path: rest };
  if (rest.length > 1 && file === '' && isFile.test(at)) return { file: at, path: rest.slice(1) };
  if (isFile.test(above)) return { file: above, path: parts };
  return { path: above === '' ? parts : [...above.split('.'), ...parts] };
}

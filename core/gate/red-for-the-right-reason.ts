import { stripVTControlCharacters } from 'node:util';
import type { Verdict } from '../result/records.ts';
import { isCalled } from './named-tests.ts';
import { reportedTests } from './reported-tests.ts';
import { namedIn, type NamedInOutput } from './test-lines.ts';

/** Whether the tests are red because what they test is not written, and if not, what is wrong. */
export interface Red {
  readonly isRight: boolean;
  /** Empty where it is right. */
  readonly why: string;
  /** Tests that nobody named, and that fail as well. */
  readonly others: readonly string[];
}

/**
 * Red proves something only if it is exactly the named tests that fail, all of them, by what they assert or because what
 * they call says that it is not written. Whatever could not be loaded, started or ended has asserted nothing. `before`:
 * what the same gates said before there were these tests, so that nobody has to answer for what failed then.
 */
export function redForTheRightReason(
  verdict: Pick<Verdict, 'gates' | 'trouble'>,
  named: readonly string[],
  before?: Pick<Verdict, 'gates'>,
): Red {
  const { gates, trouble } = verdict;
  if (trouble !== undefined) return wrong(`The gates came to no verdict: ${trouble}`);
  if (gates.length === 0) return wrong('No gate has run tests.');
  const idle = gates.filter(({ outcome }) => outcome === 'not-run');
  if (idle.length > 0) return wrong(`These gates did not run: ${idle.map(nameOf).join(', ')}.`);
  if (gates.every(({ outcome }) => outcome === 'passed'))
    return wrong(`All tests pass, though nothing is written yet that they could test: ${named.join(', ')}.`);
  const broken = gates.flatMap((gate) => brokenLine(gate.output) ?? []);
  if (broken[0] !== undefined)
    return wrong(`Not what the tests assert has failed, but what they need to run: ${broken[0]}`);
  const tests = testsIn(verdict);
  const problems = named.flatMap((name) => problemOf(name, tests));
  if (problems.length > 0) return wrong(problems.join(' '));
  const excused = new Set([...holdersOf(named, tests), ...(before ? failing(testsIn(before)).map(keyOf) : [])]);
  const others = failing(tests).filter((test) => !excused.has(keyOf(test)) && !isWithin(test, named));
  if (others.length === 0) return { isRight: true, why: '', others: [] };
  const names = others.map(({ path }) => `"${path.join(' > ')}"`);
  return wrong(`Other tests fail than those that the plan names: ${names.join(', ')}.`, names);
}

function wrong(why: string, others: readonly string[] = []): Red {
  return { isRight: false, why, others };
}

function nameOf({ project, target }: Verdict['gates'][number]): string {
  return `${project}:${target}`;
}

/** As the runner reports them; where it does not, as they are named in what it has printed. */
function testsIn({ gates }: Pick<Verdict, 'gates'>): NamedInOutput[] {
  return gates
    .flatMap(({ tests, output }) =>
      tests?.names ? reportedTests([{ tests }]) : namedIn(stripVTControlCharacters(output).replaceAll('\r\n', '\n')),
    )
    .filter(({ path }) => path.length > 0);
}

function problemOf(name: string, tests: readonly NamedInOutput[]): string[] {
  const about = tests.filter((test) => isCalled(test, name));
  if (about.some(({ outcome }) => outcome === 'failed')) return [];
  const [first] = about;
  if (!first)
    return [`No test "${name}" is among those that the gates name as failed: write it, under this very name.`];
  return first.outcome === 'passed'
    ? [`The test "${name}" passes, though nothing is written yet that it could test.`]
    : [`The test "${name}" is skipped.`];
}

function failing(tests: readonly NamedInOutput[]): NamedInOutput[] {
  return tests.filter(({ outcome }) => outcome === 'failed');
}

/** Whether it is one of the named tests, or a part of one. */
function isWithin(test: NamedInOutput, named: readonly string[]): boolean {
  return upTo(test).some((one) => named.some((name) => isCalled(one, name)));
}

/** Some runners name suites, and tests that hold others, as failed where one in them is. */
function holdersOf(named: readonly string[], tests: readonly NamedInOutput[]): string[] {
  return tests.filter((test) => isWithin(test, named)).flatMap((test) => upTo(test).map(keyOf));
}

/** The suites that hold a test, and the test. */
function upTo(test: NamedInOutput): NamedInOutput[] {
  return test.path.map((_, index) => ({ ...test, path: test.path.slice(0, index + 1) }));
}

function keyOf({ path }: NamedInOutput): string {
  return JSON.stringify(path);
}

/** The first line by which a program says that it could not load, compile or start something. */
function brokenLine(output: string): string | undefined {
  return stripVTControlCharacters(output)
    .split('\n')
    .find((line) => line.length <= 2_000 && broken.some((form) => form.test(line)))
    ?.trim();
}

/** They stand at the beginning of a line: a test may well assert that something is a SyntaxError. */
const broken: readonly RegExp[] = [
  /^(?:E +)?(?:Caused by: )?(?:SyntaxError|ReferenceError|ImportError|ModuleNotFoundError|NameError|IndentationError|TabError)\b/,
  /^(?:Caused by: )?TypeError: .* is not (?:a function|a constructor)\b/,
  /^E +AttributeError: (?:module|type object) /,
  /^(?:E +|Caused by: )?(?:Error: )?(?:Cannot find (?:module|package)|Failed to (?:load|resolve|parse)) /,
  /^error(?:\[E\d{4}\])?: (?!test failed)|^\S+: error TS\d+: |^\S+\(\d+,\d+\): error TS\d+: /,
  /^(?:FAIL\t\S+ )?\[(?:build|setup) failed\]|^FAIL\t\S+ \[(?:build|setup) failed\]/,
  /^ERROR (?:collecting|at setup of) |^_+ ERROR (?:collecting|at setup of) |^E +fixture '[^']*' not found/,
  /^(?:\S+: )?(?:(?:line )?\d+: )?\S+: (?:command )?not found$/,
  /^No test (?:files? )?found|^no tests? (?:ran|to run)\b/i,
];

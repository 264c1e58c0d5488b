import { stripVTControlCharacters } from 'node:util';
import type { Verdict } from '../result/records.ts';
import { brokenLine, wrongLines } from './broken-line.ts';
import { isCalled } from './named-tests.ts';
import { reportedTests, type ReportedTest } from './reported-tests.ts';
import { namedIn } from './test-lines.ts';
import { isUncaught } from './uncaught.ts';
import { isWrongFailure } from './wrong-failure.ts';

/** Whether the tests are red because what they test is not written, and if not, what is wrong. */
export interface Red {
  readonly isRight: boolean;
  /** Empty where it is right. */
  readonly why: string;
  /** What the same gates said before there were these tests may change it: nobody answers for what failed, or was, then. */
  readonly asksBefore: boolean;
}

/** What the plan names, and the files that the writer of the tests has changed, where they are known. */
export interface Wanted {
  readonly names: readonly string[];
  readonly changed?: readonly string[];
}

/**
 * Red proves something only if it is exactly the named tests that fail, all of them, by what they assert or because what
 * they call says that it is not written. Whatever could not be loaded, started or ended has asserted nothing. `before`:
 * what the same gates said before there were these tests.
 */
export function redForTheRightReason(
  verdict: Pick<Verdict, 'gates' | 'trouble'>,
  { names: named, changed = [] }: Wanted,
  before?: Pick<Verdict, 'gates'>,
): Red {
  const { gates, trouble } = verdict;
  if (trouble !== undefined) return wrong(`The gates came to no verdict: ${trouble}`);
  if (gates.length === 0) return wrong('No gate has run tests.');
  const idle = gates.filter(({ outcome }) => outcome === 'not-run');
  if (idle.length > 0) return wrong(`These gates did not run: ${idle.map(nameOf).join(', ')}.`);
  if (gates.every(({ outcome }) => outcome === 'passed'))
    return wrong(`All tests pass, though nothing is written yet that they could test: ${named.join(', ')}.`);
  const tests = testsIn(verdict);
  const problems = named.flatMap((name) => problemOf(name, tests));
  if (problems.length > 0) {
    const broken = brokenLine(gates);
    return wrong(broken === undefined ? problems.join(' ') : `${notAsserted}: ${broken}`);
  }
  const wrongly = tests.filter((test) => isFailed(test) && isWithin(test, named) && isWrongFailure(test.message ?? ''));
  if (wrongly.length > 0)
    return wrong(`${notAsserted}: ${wrongly.map((one) => `${titleOf(one)}: ${one.message}`).join('; ')}`);
  const beside = besideThem({ verdict, before, tests, named, changed });
  return beside.why === '' ? { isRight: true, ...beside } : { isRight: false, ...beside };
}

const notAsserted = 'Not what the tests assert has failed, but what they need to run';

/** What is wrong beside the named tests, which all fail. */
function besideThem(about: {
  readonly verdict: Pick<Verdict, 'gates'>;
  readonly before: Pick<Verdict, 'gates'> | undefined;
  readonly tests: readonly ReportedTest[];
  readonly named: readonly string[];
  readonly changed: readonly string[];
}): Pick<Red, 'why' | 'asksBefore'> {
  const { verdict, before, tests, named, changed } = about;
  const known = before ? testsIn(before) : [];
  const told = tests.filter((test) => isFailed(test) && isWithin(test, named)).every(({ message }) => message);
  const [broken] = told ? [] : wrongLines(verdict.gates, before?.gates ?? []);
  if (broken !== undefined) return { why: `${notAsserted}: ${broken}`, asksBefore: true };
  const holders = new Set(holdersOf(named, tests));
  const beside = tests.filter((test) => !isWithin(test, named) && !holders.has(keyOf(test)));
  const failedBefore = new Set(known.filter(isFailed).map(keyOf));
  const others = beside.filter((test) => isFailed(test) && !failedBefore.has(keyOf(test)) && !isUncaughtOfNamed(test));
  if (others.length > 0)
    return { why: `Other tests fail than those that the plan names: ${titles(others)}.`, asksBefore: true };
  // Without a report nobody knows where a test is; and what was there before is not the writer's.
  const there = new Set(known.map(keyOf));
  const further = reportedTests(verdict.gates)
    .filter((test) => !isWithin(test, named) && isAmong(changed, test.file))
    .filter((test) => !there.has(keyOf(test)));
  if (further.length === 0 || before === undefined) return { why: '', asksBefore: further.length > 0 };
  return { why: `The plan does not name these tests, and asks for no other: ${titles(further)}.`, asksBefore: true };
}

/** Runners name a file from where they run, which may be a folder below. */
function isAmong(changed: readonly string[], file: string | undefined): boolean {
  return file !== undefined && changed.some((path) => path === file || path.endsWith(`/${file}`));
}

/** What nobody has caught may come of what the named tests call; that it is not written is as good a reason there. */
function isUncaughtOfNamed({ file, path, message = '' }: ReportedTest): boolean {
  return isUncaught({ name: path.join(' > '), file }) && !isWrongFailure(message);
}

function wrong(why: string): Red {
  return { isRight: false, why, asksBefore: false };
}

function nameOf({ project, target }: Verdict['gates'][number]): string {
  return `${project}:${target}`;
}

/** As the runner reports them; where it does not, as they are named in what it has printed. */
function testsIn({ gates }: Pick<Verdict, 'gates'>): ReportedTest[] {
  return gates
    .flatMap(({ tests, output }) =>
      tests?.names ? reportedTests([{ tests }]) : namedIn(stripVTControlCharacters(output).replaceAll('\r\n', '\n')),
    )
    .filter(({ path }) => path.length > 0);
}

function problemOf(name: string, tests: readonly ReportedTest[]): string[] {
  const about = tests.filter((test) => isCalled(test, name));
  if (about.some(isFailed)) return [];
  const [first] = about;
  if (!first)
    return [`No test "${name}" is among those that the gates name as failed: write it, under this very name.`];
  return first.outcome === 'passed'
    ? [`The test "${name}" passes, though nothing is written yet that it could test.`]
    : [`The test "${name}" is skipped.`];
}

function isFailed({ outcome }: ReportedTest): boolean {
  return outcome === 'failed';
}

/** Whether it is one of the named tests, or a part of one. */
function isWithin(test: ReportedTest, named: readonly string[]): boolean {
  return upTo(test).some((one) => named.some((name) => isCalled(one, name)));
}

/** Some runners name suites, and tests that hold others, as failed where one in them is. */
function holdersOf(named: readonly string[], tests: readonly ReportedTest[]): string[] {
  return tests.filter((test) => isWithin(test, named)).flatMap((test) => upTo(test).map(keyOf));
}

/** The suites that hold a test, and the test. */
function upTo(test: ReportedTest): ReportedTest[] {
  return test.path.map((_, index) => ({ ...test, path: test.path.slice(0, index + 1) }));
}

function keyOf({ path }: Pick<ReportedTest, 'path'>): string {
  return JSON.stringify(path);
}

function titles(tests: readonly ReportedTest[]): string {
  return tests.map(titleOf).join(', ');
}

function titleOf({ path }: ReportedTest): string {
  return `"${path.join(' > ')}"`;
}

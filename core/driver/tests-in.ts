import { stripVTControlCharacters } from 'node:util';
import { collectedTests } from '../gate/collected.ts';
import { namedPassed } from '../gate/named-passed.ts';
import { namedTest } from '../gate/named-tests.ts';
import { namedIn } from '../gate/test-lines.ts';
import type { Gate } from '../result/records.ts';
import type { Tests } from '../result/tests.ts';
import { decidesTests } from '../verdict/decides-tests.ts';
import { isSomehowAllowed, mayDiffer, type Leave } from '../verdict/leave.ts';
import { nameOfTest } from '../verdict/same-failure.ts';
import { fewerTests } from '../verdict/test-counts.ts';
import type { Tested } from './run-tests.ts';

/** Names of all tests that failed in a run, each once: as they are reported, else as the output has them. */
export function failingIn({ ran, reported }: Pick<Tested, 'ran' | 'reported'>): string[] {
  const failed = reported
    ? (reported.names ?? []).filter(({ outcome }) => outcome === 'failed').map(({ name }) => name)
    : failingInText(ran.output);
  return [...new Set(failed)];
}

function failingInText(output: string): string[] {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  const failed = namedIn(text).filter(({ outcome, path }) => outcome === 'failed' && path.length > 0);
  return failed.map(({ path }) => path.join(' > '));
}

/** What was known of the tests before. */
export interface Before {
  /** By what a runner calls them, or as they were printed. */
  readonly failing: readonly string[];
  readonly exit: number | null;
  readonly passed: number;
  /** As a runner has reported them. */
  readonly tests?: Tests | undefined;
  /** A runner has reported at least once: from then on nothing else counts. */
  readonly isReported: boolean;
  /** What of them may be otherwise, or gone. */
  readonly leave: Leave;
  /** Files that were there, and differ since. */
  readonly changed: readonly string[];
}

/**
 * Why a run does not show that the tests of these names pass, that all others still run, and that none fails that did not
 * fail before. An exit code alone shows nothing: a filter that selects no test ends well, and what fails of old excuses no
 * other code than it had. What was printed shows it only where no runner reports.
 */
export function whyNotGreen(now: Tested, names: readonly string[], before: Before): string | undefined {
  const { ran, reported, untold } = now;
  if (untold !== undefined) return untold;
  if (before.isReported && !reported)
    return 'No runner of tests has reported, where one did before: what is printed instead shows nothing.';
  const missing = reported
    ? namedPassed([{ tests: reported, printed: ran.output }], names).missing
    : notPrinted(now, names, before.passed);
  if (missing.length > 0) return `These tests of the plan are not said to have passed: ${missing.join(', ')}.`;
  const failing = failingNow(now);
  const known = new Set(before.tests && reported ? failedOf(before.tests) : before.failing);
  const fresh = failing.filter((name) => !known.has(name));
  if ((reported || ran.code !== 0) && fresh.length > 0) return `These tests fail: ${fresh.join(', ')}.`;
  if (ran.code !== 0 && (failing.length === 0 || ran.code !== before.exit))
    return `It ended with exit code ${ran.code}${before.exit === null ? '' : `, and with ${before.exit} before the work`}.`;
  return whyFewer(now, before);
}

function failingNow(now: Tested): string[] {
  return now.reported ? failedOf(now.reported) : failingIn(now);
}

/** With their files: a test of the same name in another file is another test. */
function failedOf({ names = [] }: Tests): string[] {
  return [...new Set(names.filter(({ outcome }) => outcome === 'failed').map(nameOfTest))];
}

/** Why not all tests still run that ran before the work, but for those that the plan, or a person, lets change. */
function whyFewer({ ran, reported }: Tested, { tests, passed, leave, changed }: Before): string | undefined {
  if (reported && tests?.names) {
    const fewer = fewerTests(
      { head: asGate(reported), base: asGate(tests) },
      { mayDiffer: (test) => mayDiffer(leave, test), hasChanged: (file) => changed.includes(file) },
    );
    if (fewer?.kind === 'fewer-tests') return `Tests that ran before the work do not run now: ${listed(fewer.tests)}.`;
  }
  const still = reported?.passed ?? collectedTests(ran.output)?.passed ?? 0;
  if (still === 0 && passed > 0) return `It ended well without a single test, where ${passed} passed before.`;
  // Whose tests are fewer nobody can say here.
  const mayBeFewer = changed.some((path) => decidesTests(path) && isSomehowAllowed(leave, path));
  return !reported && still < passed && !mayBeFewer
    ? `${still} tests have passed, where ${passed} did before.`
    : undefined;
}

function asGate(tests: Tests): Gate {
  const ran = { outcome: 'passed', cached: false, durationMs: 0, output: '' } as const;
  return { project: 'driver', target: 'test_gate', ...ran, tests };
}

const mostListed = 20;

function listed(names: readonly string[]): string {
  const more = names.length - mostListed;
  return [...names.slice(0, mostListed), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function notPrinted({ ran }: Tested, names: readonly string[], passedBefore: number): string[] {
  const passed = collectedTests(ran.output)?.passed;
  // Some runners name only what fails. Then the tests, red by their names before, are counted.
  const areCounted = ran.code === 0 && passed !== undefined && passed >= passedBefore + names.length;
  return names
    .map((name) => ({ name, outcome: namedTest(ran.output, name) }))
    .filter(({ outcome }) => outcome !== 'passed' && !(outcome === 'not-all-named' && areCounted))
    .map(({ name, outcome }) => `${name} (${outcome})`);
}

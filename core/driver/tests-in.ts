import { stripVTControlCharacters } from 'node:util';
import { collectedTests } from '../gate/collected.ts';
import { namedPassed } from '../gate/named-passed.ts';
import { namedTest } from '../gate/named-tests.ts';
import { namedIn } from '../gate/test-lines.ts';
import { isUncaught } from '../gate/uncaught.ts';
import { unhandledErrors } from '../host/variables.ts';
import type { Tests } from '../result/tests.ts';
import { nameOfTest } from '../verdict/same-failure.ts';
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
}

/**
 * Why a run does not show that the tests of these names pass, and that none fails that did not fail before. An exit code
 * alone shows nothing: a filter that selects no test ends well, and what fails of old excuses no other code than it had,
 * but where fewer fail: some runners count them so. What was printed shows it only where no runner reports.
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
  const known = knownBy(now, before);
  const fresh = failing.filter((name) => !isKnown(name, known));
  if ((reported || ran.code !== 0) && fresh.length > 0) return `These tests fail: ${fresh.join(', ')}.`;
  if (ran.code === 0 || (failing.length > 0 && (ran.code === before.exit || hasMended(now, before)))) return undefined;
  return `It ended with exit code ${ran.code}${before.exit === null ? '' : `, and with ${before.exit} before the work`}.`;
}

/** Whether fewer tests fail than failed before, none of them new, and the exit code is another bad one. */
export function hasMended(now: Tested, before: Before): boolean {
  const isStillBad = now.ran.code !== 0 && Boolean(before.exit) && now.ran.code !== before.exit;
  const [failing, known] = [failingNow(now), knownBy(now, before)];
  return (
    isStillBad && failing.length > 0 && failing.length < known.size && failing.every((name) => isKnown(name, known))
  );
}

/** An earlier release has written down that there was an error that nobody has caught, and not which. */
function isKnown(name: string, known: ReadonlySet<string>): boolean {
  return known.has(name) || (known.has(unhandledErrors) && isUncaught({ name }));
}

function knownBy({ reported }: Tested, { tests, failing }: Before): Set<string> {
  return new Set(tests && reported ? failedOf(tests) : failing);
}

function failingNow(now: Tested): string[] {
  return now.reported ? failedOf(now.reported) : failingIn(now);
}

/** With their files: a test of the same name in another file is another test. */
function failedOf({ names = [] }: Tests): string[] {
  return [...new Set(names.filter(({ outcome }) => outcome === 'failed').map(nameOfTest))];
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

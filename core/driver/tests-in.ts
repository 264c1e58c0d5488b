import { stripVTControlCharacters } from 'node:util';
import { collectedTests } from '../gate/collected.ts';
import { namedPassed } from '../gate/named-passed.ts';
import { namedTest } from '../gate/named-tests.ts';
import { namedIn } from '../gate/test-lines.ts';
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
  readonly failing: readonly string[];
  readonly passed: number;
  /** A runner has reported at least once: from then on nothing else counts. */
  readonly isReported: boolean;
}

/**
 * Why a run does not show that the tests of these names pass, and no other fails that did not fail before. An exit code
 * alone shows nothing: a filter that selects no test ends well. What was printed shows it only where no runner reports.
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
  const failing = failingIn(now);
  const fresh = failing.filter((name) => !before.failing.includes(name));
  if ((reported || ran.code !== 0) && fresh.length > 0) return `These tests fail: ${fresh.join(', ')}.`;
  if (ran.code !== 0) return failing.length === 0 ? `It ended with exit code ${ran.code}.` : undefined;
  const passed = reported ? reported.passed : collectedTests(ran.output)?.passed;
  return passed === 0 && before.passed > 0
    ? `It ended well without a single test, where ${before.passed} passed before.`
    : undefined;
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

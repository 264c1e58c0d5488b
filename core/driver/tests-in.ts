import { stripVTControlCharacters } from 'node:util';
import { collectedTests } from '../gate/collected.ts';
import { namedTest } from '../gate/named-tests.ts';
import { namedIn } from '../gate/test-lines.ts';

/** Names of all tests that an output says to have failed, each once, as `suite > name`. */
export function failingIn(output: string): string[] {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  const failed = namedIn(text).filter(({ outcome, path }) => outcome === 'failed' && path.length > 0);
  return [...new Set(failed.map(({ path }) => path.join(' > ')))];
}

/** A run of the tests: what it printed, and its exit code. */
export interface Tested {
  readonly output: string;
  readonly exit: number | null;
}

/**
 * Why a run does not show that the tests of these names pass, and no other fails that did not fail `before`. An exit code
 * alone shows nothing: a filter that selects no test ends well.
 */
export function whyNotGreen(now: Tested, names: readonly string[], before: string): string | undefined {
  const passed = collectedTests(now.output)?.passed;
  const passedBefore = collectedTests(before)?.passed ?? 0;
  // Some runners name only what fails. Then the tests, red by their names before, are counted.
  const areCounted = now.exit === 0 && passed !== undefined && passed >= passedBefore + names.length;
  const missing = names
    .map((name) => ({ name, outcome: namedTest(now.output, name) }))
    .filter(({ outcome }) => outcome !== 'passed' && !(outcome === 'not-all-named' && areCounted));
  if (missing.length > 0)
    return `These tests of the plan are not said to have passed: ${missing.map(({ name, outcome }) => `${name} (${outcome})`).join(', ')}.`;
  if (now.exit !== 0) {
    const [known, failing] = [failingIn(before), failingIn(now.output)];
    const fresh = failing.filter((name) => !known.includes(name));
    if (fresh.length > 0) return `These tests fail: ${fresh.join(', ')}.`;
    return failing.length === 0 ? `It ended with exit code ${now.exit}.` : undefined;
  }
  return passed === 0 && passedBefore > 0
    ? `It ended well without a single test, where ${passedBefore} passed before.`
    : undefined;
}

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

/** Why an output does not show that all is well; `before` are tests that failed before the work began. */
export function whyNotGreen(
  output: string,
  exit: number | null,
  names: readonly string[],
  before: readonly string[],
): string | undefined {
  const missing = names
    .map((name) => ({ name, outcome: namedTest(output, name) }))
    .filter(({ outcome }) => outcome !== 'passed');
  if (missing.length > 0)
    return `These tests of the plan are not said to have passed: ${missing.map(({ name, outcome }) => `${name} (${outcome})`).join(', ')}.`;
  if (exit !== 0) {
    const failing = failingIn(output);
    const fresh = failing.filter((name) => !before.includes(name));
    if (fresh.length > 0) return `These tests fail: ${fresh.join(', ')}.`;
    if (failing.length === 0) return `It ended with exit code ${exit}.`;
    return undefined;
  }
  if (collectedTests(output)?.passed === 0)
    return 'It ended well without a single test: what collected nothing proves nothing.';
  return undefined;
}

import type { Role } from '../agent/role.ts';
import { isTestPath } from './test-file.ts';

/** A file that a step has changed: its text before and after, undefined where there was none. */
export interface StepFile {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * What of a step's change is not its writer's to make, each with the reason: the designer writes no tests, and the tester
 * nothing but tests.
 */
export function outsideRole(role: Role, changed: readonly StepFile[]): string[] {
  if (role === 'designer')
    return changed
      .filter(({ path, before }) => isTestPath(path) && before === undefined)
      .map(({ path }) => `${path} (a new file of tests, and the tester writes those)`);
  if (role === 'tester')
    return changed
      .filter((file) => !isTestPath(file.path) && !addsTestsWithin(file))
      .map(({ path }) => `${path} (no file of tests, and the tester changes nothing else)`);
  return [];
}

/** In some languages a module holds its own unit tests, at its end. */
function addsTestsWithin({ path, before, after }: StepFile): boolean {
  if (!path.endsWith('.rs') || before === undefined || after === undefined) return false;
  const own = partsOf(after);
  return partsOf(before).code === own.code && own.tests !== '';
}

/** A module of Rust without its tests, and these. What attributes and imports for tests stand in between belongs to the code. */
function partsOf(text: string): { readonly code: string; readonly tests: string } {
  const at = /^#\[cfg\(test\)\]/m.exec(text)?.index ?? text.length;
  return { code: squeezed(text.slice(0, at)), tests: squeezed(text.slice(at)) };
}

/**
 * Tests that are not as the tester has left them. A file of tests stays as it is; where a module holds its own, they do.
 * `written` is what the tester has changed; `nowOf` is the text of a file as it is now.
 */
export function changedTests(written: readonly StepFile[], nowOf: (path: string) => string | undefined): string[] {
  return written
    .filter(({ path, after }) => {
      const now = nowOf(path);
      if (isTestPath(path)) return now !== after;
      return now === undefined || partsOf(now).tests !== partsOf(after ?? '').tests;
    })
    .map(({ path }) => `${path} (the tester has written its tests, and they stay as they are)`);
}

/** Without what formatters change. */
function squeezed(text: string): string {
  return text.replaceAll(/[\s,]+/g, '');
}

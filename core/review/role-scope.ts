import type { Role } from '../agent/role.ts';
import { isTestPath } from './test-file.ts';

/** A file that a step has changed: its text before and after, undefined where there was none. */
export interface StepFile {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A file that a step has changed and that is not its writer's to change, and why. */
export interface OutsideStep extends StepFile {
  readonly why: string;
}

/**
 * What of a step's change is not its writer's to make: the designer writes no tests, and the tester nothing but tests and
 * what its tests need, which is new and which the task names.
 */
export function outsideRole(
  role: Role,
  changed: readonly StepFile[],
  isNamed: (path: string) => boolean,
): OutsideStep[] {
  if (role === 'designer')
    return changed
      .filter(({ path, before }) => isTestPath(path) && before === undefined)
      .map((file) => ({ ...file, why: 'a new file of tests, and the tester writes those' }));
  if (role === 'tester')
    return changed
      .filter((file) => !isTestPath(file.path) && !addsTestsWithin(file))
      .filter(({ path, before }) => before !== undefined || !isNamed(path))
      .map((file) => ({ ...file, why: 'no file of tests, and the tester changes nothing else' }));
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
export function changedTests(written: readonly StepFile[], nowOf: (path: string) => string | undefined): OutsideStep[] {
  return written
    .map((file) => ({ ...file, before: file.after, after: nowOf(file.path), isNew: file.before === undefined }))
    .filter(({ path, before, after, isNew }) => {
      if (isTestPath(path) || isNew) return after !== before;
      return after === undefined || partsOf(after).tests !== partsOf(before ?? '').tests;
    })
    .map(({ path, before, after }) => ({
      path,
      before,
      after,
      why: 'the tester has written its tests, and they stay as they are',
    }));
}

/** Without what formatters change. */
function squeezed(text: string): string {
  return text.replaceAll(/[\s,]+/g, '');
}

import { mayChange } from '../brief/may-change.ts';
import type { Sighting } from '../cheat/sighting.ts';
import { surfaceKindOf } from '../gate/surface-file.ts';

/** A test, by its file and what its runner calls it. */
export interface TestName {
  readonly file?: string | undefined;
  readonly name: string;
}

/** What of the tests that were there may be otherwise, or gone. */
export interface Leave {
  /** Files that the plan names, and globs, which let nothing change that judges. */
  readonly files: readonly string[];
  /** Single tests that a person has let go. */
  readonly tests?: readonly TestName[] | undefined;
}

/**
 * What a person has allowed, as far as it is about tests that were there: exactly those, and no other in their file. In a
 * file of settings or snapshots it is what the file says.
 */
export function leaveBy(allowed: readonly Sighting[]): { readonly files: string[]; readonly tests: TestName[] } {
  const files: string[] = [];
  const tests: TestName[] = [];
  for (const { cheat, path, test } of allowed) {
    if (surfaceKindOf(path) !== undefined || (endsTests.has(cheat) && test === undefined)) files.push(path);
    else if (endsTests.has(cheat) && test !== undefined) tests.push({ file: path, name: test });
  }
  return { files, tests };
}

/** After these a test that was there does not run, or asks for less. */
const endsTests: ReadonlySet<string> = new Set(['deleted-test', 'skipped-test', 'weaker-assertion']);

/** Whether a test that was there may be otherwise, or gone. */
export function mayDiffer({ files, tests = [] }: Leave, { file, name }: TestName): boolean {
  if (file === undefined) return false;
  return mayChange(files, file) || tests.some((one) => one.file === file && isCalled(name, one.name));
}

/**
 * Jest puts blanks between the titles of what a test stands in, and Node leaves them out; pytest adds the row to the name
 * of a test that has several: `adds[1-2]`.
 */
function isCalled(name: string, written: string): boolean {
  const titles = written.split(' > ');
  const isOne = [written, titles.join(' '), titles.at(-1)].includes(name);
  return isOne || (name.startsWith(`${written}[`) && name.endsWith(']'));
}

/** Whether a file, or one of its tests, may be otherwise. */
export function isSomehowAllowed({ files, tests = [] }: Leave, path: string): boolean {
  return mayChange(files, path) || tests.some(({ file }) => file === path);
}

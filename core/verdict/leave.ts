import { mayChange } from '../brief/may-change.ts';
import type { Sighting } from '../cheat/sighting.ts';
import { surfaceKindOf } from '../gate/surface-file.ts';
import { isMissed } from './missed.ts';
import { nameOfTest } from './same-failure.ts';

/** A test, by its file and what its runner calls it; without a file, as it is told of. */
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
  /** How many fewer tests of a gate a person has let run, where nobody knows their names. */
  readonly counts?: readonly Fewer[] | undefined;
}

interface Fewer {
  readonly gate: string;
  readonly fewer: number;
}

/**
 * What a person has allowed, as far as it is about tests that were there: exactly those, and no other in their file. In a
 * file of settings or snapshots it is what the file says.
 */
export function leaveBy(allowed: readonly Sighting[]): {
  readonly files: string[];
  readonly tests: TestName[];
  readonly counts: Fewer[];
} {
  const files: string[] = [];
  const tests: TestName[] = [];
  const counts: Fewer[] = [];
  for (const { cheat, path, test, message, fewer: told } of allowed) {
    const fewer = told ?? (cheat === 'fewer-tests' && test === path ? fewerIn(message) : undefined);
    if (fewer !== undefined) counts.push({ gate: path, fewer });
    else if (isMissed(cheat) && test !== undefined) tests.push({ name: test });
    else if (surfaceKindOf(path) !== undefined || (endsTests.has(cheat) && test === undefined)) files.push(path);
    else if (endsTests.has(cheat) && test !== undefined) tests.push({ file: path, name: test });
  }
  return { files, tests, counts };
}

/** Earlier releases say only in words how many fewer tests a gate has run. */
function fewerIn(message: string): number | undefined {
  const said = / has run (\d+) tests, and (\d+) on the base| has not told of any test, and has run (\d+) /.exec(
    message,
  );
  if (!said) return undefined;
  const [, now = '0', before, all = before] = said;
  return Math.max(0, Number(all) - Number(now)) || undefined;
}

/** After these a test that was there does not run, or asks for less. */
const endsTests: ReadonlySet<string> = new Set(['deleted-test', 'skipped-test', 'weaker-assertion']);

/** Whether a test that was there may be otherwise, or gone. */
export function mayDiffer({ files, tests = [] }: Leave, { file, name }: TestName): boolean {
  const told = nameOfTest({ file, name });
  if (tests.some((one) => one.file === undefined && one.name === told)) return true;
  if (file === undefined) return false;
  return mayChange(files, file) || tests.some((one) => one.file === file && isCalled(name, one.name));
}

/** How many fewer tests of a gate may run. */
export function mayBeFewer({ counts = [] }: Leave, gate: string): number {
  return counts.reduce((sum, one) => sum + (one.gate === gate ? one.fewer : 0), 0);
}

/**
 * Jest puts blanks between the titles of what a test stands in, some say its own title alone; pytest adds the row to the
 * name of a test that has several: `adds[1-2]`.
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

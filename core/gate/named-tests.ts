import { stripVTControlCharacters } from 'node:util';
import { collectedTests } from './collected.ts';
import { isFilePath, namedIn, type NamedInOutput } from './test-lines.ts';

/** What the output of a command says about a test by its name. */
export type NamedTest = 'passed' | 'not-passed' | 'tried-again' | 'not-named' | 'not-all-named' | 'alike';

/**
 * Whether a test with this name is said to have passed. `tried-again`: it failed, and then a test of this name passed,
 * which may be another one. `not-named`: all that passed are named, and none is called anything like it. `not-all-named`:
 * vitest and others name only the slow ones, or none. `alike`: one that may be it is named by a shorter name.
 */
export function namedTest(output: string, name: string): NamedTest {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  const sought = withoutCall(name);
  const isFile = isFilePath(sought);
  const tests = namedIn(text).filter(({ file, path }) => (isFile ? file !== undefined : path.length > 0));
  const about = tests.filter((test) => (isFile ? isIn(test, sought) : isCalled(test, sought)));
  if (about.length > 0) return outcomeOf(about, isFile);
  const passed = tests.filter(hasPassed);
  if (passed.some((test) => isShorter(test, sought))) return 'alike';
  const areAllNamed =
    isFile || (!vitestFile.test(text) && namedAsPassed(tests) === (collectedTests(text)?.passed ?? 0));
  return areAllNamed && passed.length > 0 ? 'not-named' : 'not-all-named';
}

/** ` ✓ t/a.test.ts (2 tests) 606ms`: below it vitest names only what was slow. */
const vitestFile = /^ *[✓❯] .{1,500} \(\d{1,9} tests?(?: \| .{1,100})?\)/m;

function outcomeOf(about: readonly NamedInOutput[], isFile: boolean): NamedTest {
  const last = [...new Map(about.map((test) => [keyOf(test), test.outcome])).values()];
  const hasFailed = about.some(({ outcome }) => outcome === 'failed');
  if (!about.some(hasPassed) || last.includes('failed') || (isFile && hasFailed)) return 'not-passed';
  return hasFailed ? 'tried-again' : 'passed';
}

/** How many tests are named as passed. Go also names those that hold others, and counts them only by these. */
function namedAsPassed(tests: readonly NamedInOutput[]): number {
  const holders = new Set(tests.map(({ file, path }) => keyOf({ file, path: path.slice(0, -1) })));
  return tests.filter((test) => hasPassed(test) && !holders.has(keyOf(test)) && !isSuite(test)).length;
}

/** `✓ dur (2)` of vitest holds two tests; whatever else may be called so, only fewer are counted. */
function isSuite({ path }: NamedInOutput): boolean {
  return / \(\d+\)$/.test(path.at(-1) ?? '');
}

/**
 * Many runners print less than the whole name of a test: its title without the suites, without the crate or the folder, or
 * with other marks than blanks and brackets.
 */
function isShorter({ file = '', path }: NamedInOutput, sought: string): boolean {
  const wanted = wordsOf(sought.replace(/\[.*\]$/s, ''));
  return [path, [file, ...path]].some((parts) => {
    const words = wordsOf(parts.join(' '));
    return words !== '' && ` ${wanted}`.endsWith(` ${words}`);
  });
}

function wordsOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function keyOf({ file, path }: Pick<NamedInOutput, 'file' | 'path'>): string {
  return JSON.stringify([file, ...path]);
}

function hasPassed({ outcome }: NamedInOutput): boolean {
  return outcome === 'passed';
}

function isIn({ file = '' }: NamedInOutput, sought: string): boolean {
  return file === sought || file.endsWith(`/${sought}`);
}

/**
 * By the last part of its path, or by several parts up to the last: `queue::tests::keeps` is `keeps`, `tests::keeps` and
 * `queue::tests::keeps`, and `parses` is neither `parses nothing` nor a test in `parses.test.ts`.
 */
export function isCalled({ file, path }: Pick<NamedInOutput, 'file' | 'path'>, name: string): boolean {
  const sought = withoutCall(name);
  if (!path.at(-1)) return false;
  const files = file === undefined ? [] : [file, file.slice(file.lastIndexOf('/') + 1)];
  const paths = [...path.map((_, index) => path.slice(index)), ...files.map((one) => [one, ...path])];
  return paths.some((parts) => separators.some((separator) => parts.map(withoutCall).join(separator) === sought));
}

const separators = [' > ', ' › ', ' ', '::', '.', '/', '#'];

/** `TestA()` is called like `TestA`. */
function withoutCall(name: string): string {
  return name.endsWith('()') ? name.slice(0, -2) : name;
}

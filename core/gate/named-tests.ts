import { stripVTControlCharacters } from 'node:util';
import { isFilePath, namedIn, type NamedInOutput } from './test-lines.ts';

/** What the output of a command says about a test by its name. */
export type NamedTest = 'passed' | 'not-passed' | 'not-named' | 'no-names';

/**
 * Whether a test with this name is said to have passed. `not-named`: others are named, and this one is not. `no-names`:
 * the runner names no test at all.
 */
export function namedTest(output: string, name: string): NamedTest {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  const sought = withoutCall(name);
  const isFile = isFilePath(sought);
  const tests = namedIn(text).filter(({ file, path }) => (isFile ? file !== undefined : path.length > 0));
  const about = tests.filter((test) => (isFile ? isIn(test, sought) : isCalled(test, sought)));
  if (about.some(({ outcome }) => outcome === 'failed')) return 'not-passed';
  if (about.some(({ outcome }) => outcome === 'passed')) return 'passed';
  if (about.length > 0) return 'not-passed';
  return tests.some(({ outcome }) => outcome === 'passed') ? 'not-named' : 'no-names';
}

function isIn({ file = '' }: NamedInOutput, sought: string): boolean {
  return file === sought || file.endsWith(`/${sought}`);
}

/**
 * By the last part of its path, or by several parts up to the last: `queue::tests::keeps` is `keeps`, `tests::keeps` and
 * `queue::tests::keeps`, and `parses` is neither `parses nothing` nor a test in `parses.test.ts`.
 */
function isCalled({ file, path }: NamedInOutput, sought: string): boolean {
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

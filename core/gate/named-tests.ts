import { stripVTControlCharacters } from 'node:util';

/** What the output of a command says about a test by its name. */
export type NamedTest = 'passed' | 'not-passed' | 'not-named' | 'no-names';

/**
 * Whether a test with this name is said to have passed. `not-named`: others are named, and this one is not. `no-names`:
 * the runner names no test at all.
 */
export function namedTest(output: string, name: string): NamedTest {
  const lines = stripVTControlCharacters(output).split('\n');
  const about = lines.filter((line) => names(line, name));
  if (about.some((line) => failed.test(line))) return 'not-passed';
  if (about.some(hasPassed)) return 'passed';
  if (about.some((line) => skipped.test(line))) return 'not-passed';
  return lines.some(hasPassed) ? 'not-named' : 'no-names';
}

/** As a whole: `parses` is not named by `parses_nothing`. */
function names(line: string, name: string): boolean {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    const [before, after] = [line.charAt(at - 1), line.charAt(at + name.length)];
    if (!/[\p{L}\p{N}_]/u.test(before) && !/[\p{L}\p{N}_]/u.test(after)) return true;
  }
  return false;
}

/** A line with a mark and the number of tests, as vitest has them, is about a file. */
function hasPassed(line: string): boolean {
  return passed.test(line) && !skipped.test(line) && !failed.test(line) && !/\(\d+ tests?\b/.test(line);
}

/** `✓ a > b`, `ok 1 - b`, `--- PASS: TestB`, `a.py::test_b PASSED`, `test a::b ... ok`, `<testcase name="b" time="0"/>` */
const passed = /^ *(?:[✓✔√] |ok \d+ |--- PASS: )| PASSED(?: |$)| \.\.\. ok$|<testcase [^>]*\/>/;
const failed =
  /^ *(?:[✗✕×✖✘] |not ok |--- FAIL: )| FAILED(?: |$)| \.\.\. FAILED$|<testcase [^>]*[^/]><(?:failure|error)/;
const skipped = /^ *[↓□﹣○-] | # (?:SKIP|TODO)\b|^ *--- SKIP: | SKIPPED(?: |$)| \.\.\. ignored\b|<skipped\b/i;

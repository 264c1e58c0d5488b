import { z } from 'zod';
import { jsonObject } from '../json.ts';

/**
 * How many tests of `go test` passed, subtests in place of the test that holds them. Without `-v` it names none: then
 * packages with tests are counted.
 */
export function goTests(text: string): number | undefined {
  return jsonTests(text) ?? namedTests(text) ?? packagesWithTests(text);
}

/** How many failed; packages, where none of their tests is named, as where they do not compile. */
export function goFailures(text: string): number {
  const failed =
    endedTests(text)?.filter(({ outcome }) => outcome === 'fail').length ??
    leavesOf(text).filter((outcome) => outcome === 'FAIL').length;
  return failed || [...text.matchAll(/^(?:FAIL\t\S+(?:\t| \[)|\{.*"Action":"fail")/gm)].length;
}

const eventSchema = z.object({ Action: z.string(), Package: z.string(), Test: z.string().optional() });

/** `{"Time":"…","Action":"pass","Package":"example.com/a","Test":"TestA/sub","Elapsed":0}` */
function jsonTests(text: string): number | undefined {
  return endedTests(text)?.filter(({ outcome }) => outcome === 'pass').length;
}

/** Those that hold others are left out. */
function endedTests(text: string): { readonly outcome: string }[] | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith('{"') && line.includes('"Action":"'));
  const events = lines.flatMap((line) => {
    const event = eventSchema.safeParse(jsonObject(line));
    return event.success ? [event.data] : [];
  });
  if (events.length === 0) return undefined;
  const ended = events.flatMap(({ Action, Package, Test }) =>
    Test !== undefined && /^(?:pass|fail|skip)$/.test(Action) ? [{ outcome: Action, path: `${Package} ${Test}` }] : [],
  );
  const holders = new Set(ended.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  return ended.filter(({ path }) => !holders.has(path));
}

/** `--- PASS: TestA (0.00s)`, and deeper below it `    --- SKIP: TestA/sub (0.00s)`. A test may print in front of it. */
function namedTests(text: string): number | undefined {
  const leaves = leavesOf(text);
  return leaves.length > 0 ? leaves.filter((outcome) => outcome === 'PASS').length : undefined;
}

/** How those ended that hold no others. */
function leavesOf(text: string): string[] {
  const marks = [...text.matchAll(/^(.*)--- (PASS|FAIL|SKIP): \S+ \([\d.]+s\)$/gm)];
  const depths = marks.map(([, before = '']) => (before.trim() === '' ? before.length : 0));
  return marks.flatMap(([, , outcome = ''], index) =>
    (depths[index + 1] ?? 0) <= (depths[index] ?? 0) ? [outcome] : [],
  );
}

/** `ok  	example.com/a	0.003s`; `?   	example.com/b	[no test files]`; `ok  	example.com/c	0.001s [no tests to run]` */
function packagesWithTests(text: string): number | undefined {
  const packages = [...text.matchAll(/^(?:ok {2}|\? {3}|FAIL)?\t\S+(?:\t| (?=\[))(.*)$/gm)];
  const said = packages.filter(([line]) => !line.startsWith('\t') || line.endsWith('\t\tcoverage: 0.0% of statements'));
  if (said.length === 0) return undefined;
  return said.filter(
    ([line, rest = '']) => !/^(?:\t|FAIL)/.test(line) && !/\[no test(?: file)?s(?: to run)?\]$/.test(rest),
  ).length;
}

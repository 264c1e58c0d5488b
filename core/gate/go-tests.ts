import { z } from 'zod';
import { jsonObject } from '../json.ts';

/**
 * How many tests of `go test` passed, subtests in place of the test that holds them. Without `-v` it names none: then
 * packages with tests are counted.
 */
export function goTests(text: string): number | undefined {
  return jsonTests(text) ?? namedTests(text) ?? packagesWithTests(text);
}

const eventSchema = z.object({ Action: z.string(), Package: z.string(), Test: z.string().optional() });

/** `{"Time":"…","Action":"pass","Package":"example.com/a","Test":"TestA/sub","Elapsed":0}` */
function jsonTests(text: string): number | undefined {
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
  return ended.filter(({ outcome, path }) => outcome === 'pass' && !holders.has(path)).length;
}

/** `--- PASS: TestA (0.00s)`, and deeper below it `    --- SKIP: TestA/sub (0.00s)`. A test may print in front of it. */
function namedTests(text: string): number | undefined {
  const marks = [...text.matchAll(/^(.*)--- (PASS|FAIL|SKIP): \S+ \([\d.]+s\)$/gm)].map(([, before = '', outcome]) => ({
    depth: before.trim() === '' ? before.length : 0,
    outcome,
  }));
  if (marks.length === 0) return undefined;
  return marks.filter(({ outcome, depth }, index) => outcome === 'PASS' && (marks[index + 1]?.depth ?? 0) <= depth)
    .length;
}

/** `ok  	example.com/a	0.003s`; `?   	example.com/b	[no test files]`; `ok  	example.com/c	0.001s [no tests to run]` */
function packagesWithTests(text: string): number | undefined {
  const packages = [...text.matchAll(/^(?:ok {2}|\? {3})?\t\S+\t(.*)$/gm)];
  const said = packages.filter(([line]) => !line.startsWith('\t') || line.endsWith('\t\tcoverage: 0.0% of statements'));
  if (said.length === 0) return undefined;
  return said.filter(([line, rest = '']) => !line.startsWith('\t') && !/\[no test(?: file)?s(?: to run)?\]$/.test(rest))
    .length;
}

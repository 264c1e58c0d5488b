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
  return failed || failedPackages(text);
}

/** A package that is run again counts as it ended last. */
function failedPackages(text: string): number {
  const said = [...text.matchAll(/^(ok {2}|FAIL)\t(\S+)(?:\t| \[)/gm)].map(([, how = '', name = '']) => [name, how]);
  const events = (eventsIn(text) ?? []).filter(({ Test }) => Test === undefined);
  const ended = events.filter(({ Action }) => hasEnded.test(Action)).map(({ Package, Action }) => [Package, Action]);
  const last = new Map([...said, ...ended].map(([name, how]) => [name, how]));
  return [...last.values()].filter((how) => how === 'FAIL' || how === 'fail').length;
}

const eventSchema = z.object({ Action: z.string(), Package: z.string(), Test: z.string().optional() });

/** `{"Time":"…","Action":"pass","Package":"example.com/a","Test":"TestA/sub","Elapsed":0}` */
function jsonTests(text: string): number | undefined {
  return endedTests(text)?.filter(({ outcome }) => outcome === 'pass').length;
}

const hasEnded = /^(?:pass|fail|skip)$/;

type GoEvent = z.infer<typeof eventSchema>;

function eventsIn(text: string): GoEvent[] | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith('{"') && line.includes('"Action":"'));
  const events = lines.flatMap((line) => {
    const event = eventSchema.safeParse(jsonObject(line));
    return event.success ? [event.data] : [];
  });
  return events.length > 0 ? events : undefined;
}

/** Those that hold others are left out. */
function endedTests(text: string): Ended[] | undefined {
  const events = eventsIn(text);
  if (!events) return undefined;
  const open = new Map<string, Ended[]>();
  const rounds: Round[] = [];
  for (const { Package, Test, Action } of events.filter((event) => hasEnded.test(event.Action))) {
    const tests = open.get(Package) ?? [];
    if (Test === undefined) rounds.push({ of: Package, tests });
    else tests.push({ name: Test, outcome: Action });
    open.set(Package, Test === undefined ? [] : tests);
  }
  const ended = lastEnds([...rounds, ...[...open].map(([of, tests]) => ({ of, tests }))]);
  const holders = new Set(ended.map(({ name }) => name.slice(0, name.lastIndexOf('/'))));
  return ended.filter(({ name }) => !holders.has(name));
}

interface Ended {
  readonly name: string;
  readonly outcome: string;
}

/** What ran of a package until it ended. */
interface Round {
  readonly of: string;
  readonly tests: readonly Ended[];
}

/** A test that runs again in a later round of its package counts as it ended there, by its package and name. */
function lastEnds(rounds: readonly Round[]): Ended[] {
  const named = rounds.map(({ of, tests }) => tests.map(({ name, outcome }) => ({ name: `${of} ${name}`, outcome })));
  const last = new Map(named.flatMap((tests) => [...Map.groupBy(tests, ({ name }) => name)]));
  return [...last.values()].flat();
}

/** `--- PASS: TestA (0.00s)`, and deeper below it `    --- SKIP: TestA/sub (0.00s)`. A test may print in front of it. */
function namedTests(text: string): number | undefined {
  const leaves = leavesOf(text);
  return leaves.length > 0 ? leaves.filter((outcome) => outcome === 'PASS').length : undefined;
}

/** How those ended that hold no others. The line of their package comes behind them. */
function leavesOf(text: string): string[] {
  const marks = [...text.matchAll(/^(.*)--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$|^(?:ok {2}|FAIL)\t(\S+)/gm)];
  const depths = marks.map(([, before = '']) => (before.trim() === '' ? before.length : 0));
  const rounds: Round[] = [];
  let tests: Ended[] = [];
  for (const [index, [, , outcome = '', name = '', of]] of marks.entries()) {
    if (of !== undefined) {
      rounds.push({ of, tests });
      tests = [];
    } else if ((depths[index + 1] ?? 0) <= (depths[index] ?? 0)) tests.push({ name, outcome });
  }
  return lastEnds([...rounds, { of: '', tests }]).map(({ outcome }) => outcome);
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

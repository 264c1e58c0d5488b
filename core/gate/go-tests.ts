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
  const [events, lines] = [settled(eventRounds(text) ?? []), settled(textRounds(text))];
  const { tests } = eventsIn(text) ? events : lines;
  // What does not compile may be told of beside the events.
  const packages = new Set([...events.packages, ...lines.packages].filter(hasFailed).map(({ name }) => name));
  return tests.filter(hasFailed).length || packages.size;
}

const eventSchema = z.object({ Action: z.string(), Package: z.string(), Test: z.string().optional() });

/** `{"Time":"…","Action":"pass","Package":"example.com/a","Test":"TestA/sub","Elapsed":0}` */
function jsonTests(text: string): number | undefined {
  const rounds = eventRounds(text);
  return rounds && settled(rounds).tests.filter(({ outcome }) => outcome === 'pass').length;
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

interface Ended {
  readonly name: string;
  readonly outcome: string;
}

/** What ran of a package until it ended. */
interface Round {
  readonly of: string;
  /** How it ended; undefined where nothing says that it did. */
  readonly outcome: string | undefined;
  readonly tests: readonly Ended[];
}

function eventRounds(text: string): Round[] | undefined {
  const open = new Map<string, Ended[]>();
  const rounds: Round[] = [];
  const events = eventsIn(text);
  for (const { Package, Test, Action } of events?.filter((event) => hasEnded.test(event.Action)) ?? []) {
    const tests = open.get(Package) ?? [];
    if (Test === undefined) rounds.push({ of: Package, outcome: Action, tests });
    else tests.push({ name: `${Package} ${Test}`, outcome: Action });
    open.set(Package, Test === undefined ? [] : tests);
  }
  const begun = [...open].map(([of, tests]) => ({ of, outcome: undefined, tests }));
  return events && [...rounds, ...begun];
}

/**
 * `--- PASS: TestA (0.00s)`, and deeper below it `    --- SKIP: TestA/sub (0.00s)`. A test may print in front of it. The
 * line of their package comes behind them.
 */
function textRounds(text: string): Round[] {
  const line = /^(.*)--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$|^(ok {2}|FAIL)\t(\S+)(?:\t| \[)/gm;
  const marks = [...text.matchAll(line)];
  const depths = marks.map(([, before = '']) => (before.trim() === '' ? before.length : 0));
  const rounds: Round[] = [];
  let tests: Ended[] = [];
  for (const [index, [, , outcome = '', name = '', how, of]] of marks.entries()) {
    if (of !== undefined) {
      const named = tests.map((one) => ({ ...one, name: `${of} ${one.name}` }));
      rounds.push({ of, outcome: how === 'FAIL' ? 'fail' : 'pass', tests: named });
      tests = [];
    } else if ((depths[index + 1] ?? 0) <= (depths[index] ?? 0)) tests.push({ name, outcome: outcome.toLowerCase() });
  }
  return [...rounds, { of: '', outcome: undefined, tests }];
}

/**
 * How all has ended, without tests that hold others. A round of nothing but what failed is a retry, and counts in the place
 * of what it ran; after any other one, what failed before has failed.
 */
function settled(rounds: readonly Round[]): { readonly tests: Ended[]; readonly packages: Ended[] } {
  const tests = new Map<string, readonly Ended[]>();
  const packages = new Map<string, Ended>();
  for (const { of, outcome, tests: ran } of rounds) {
    // One that is skipped then has not passed.
    const isRetry = ran.length > 0 && ran.every((one) => one.outcome !== 'skip' && failedBefore(tests, one.name));
    for (const [name, now] of Map.groupBy(ran, (one) => one.name))
      tests.set(name, [...(isRetry ? [] : (tests.get(name) ?? []).filter(hasFailed)), ...now]);
    const before = packages.get(of);
    if (outcome !== undefined && (isRetry || !before || !hasFailed(before))) packages.set(of, { name: of, outcome });
  }
  const all = [...tests.values()].flat();
  const holders = new Set(all.map(({ name }) => name.slice(0, name.lastIndexOf('/'))));
  return { tests: all.filter(({ name }) => !holders.has(name)), packages: [...packages.values()] };
}

/** It has, or what it belongs to. */
function failedBefore(tests: ReadonlyMap<string, readonly Ended[]>, name: string): boolean {
  const above = name.lastIndexOf('/');
  return (
    tests.get(name)?.some(hasFailed) === true ||
    (above > name.indexOf(' ') && failedBefore(tests, name.slice(0, above)))
  );
}

function hasFailed({ outcome }: Ended): boolean {
  return outcome === 'fail';
}

function namedTests(text: string): number | undefined {
  const { tests } = settled(textRounds(text));
  return tests.length > 0 ? tests.filter(({ outcome }) => outcome === 'pass').length : undefined;
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

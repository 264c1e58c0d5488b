import { timesSaid } from './said-counts.ts';

/** `FooTest > parses() PASSED`, where it is told to say so; else only whether there was anything to test. */
export function gradleTests(text: string): number | undefined {
  const outcomes = [...text.matchAll(/^\S.* (PASSED|FAILED|SKIPPED)$/gm)].filter(([line]) => line.includes(' > '));
  if (outcomes.length > 0) return outcomes.filter(([, outcome]) => outcome === 'PASSED').length;
  const tasks = [...text.matchAll(/^> Task :(?:\S+:)?(?:test|\w*Tests?)(?: (\S+))?$/gm)];
  return tasks.length > 0 && tasks.every(([, how]) => how === 'NO-SOURCE') ? 0 : undefined;
}

/** `FooTest > parses() FAILED`, and again with `PASSED` where it is tried again. */
export function gradleFailures(text: string): number {
  const said = [...text.matchAll(/^(\S.*) (PASSED|FAILED)$/gm)].filter(([line]) => line.includes(' > '));
  const passed = new Set(said.flatMap(([, name, outcome]) => (outcome === 'PASSED' ? [name] : [])));
  return new Set(said.flatMap(([, name]) => (passed.has(name) ? [] : [name]))).size;
}

/** Where it names no test, a task of tests that failed. */
export function gradleBroken(text: string): number {
  return timesSaid(text, /^> Task :(?:\S+:)?(?:test|\w*Tests?) FAILED$/gm);
}

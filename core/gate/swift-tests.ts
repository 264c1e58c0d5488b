import { notEnded, timesSaid } from './said-counts.ts';

/** XCTest and Swift Testing count what was skipped, and XCTest says it once for every suite: so each test counts by its line. */
export function swiftTests(text: string): number | undefined {
  const isRun = /^[ \t]*Executed \d+ tests?, with |^\S+ +Test run with \d+ tests? /m.test(text);
  if (!isRun) return undefined;
  const ofXcTest = [...text.matchAll(/Test Case '.+' passed \(/g)].length;
  const own = [...text.matchAll(/^\S{1,2} +Test (?!run with |case )\S.* passed after [\d.]+ seconds\.?$/gm)].length;
  return ofXcTest + own;
}

/** What XCTest runs again because it failed counts as it ended last; where others run again too, it has failed. */
export function swiftFailures(text: string): number {
  const said = [...text.matchAll(/Test Case '(.+)' (passed|failed) \(/g)];
  const cases = [...Map.groupBy(said, ([, name]) => name).values()].map((runs) => runs.map(([, , how]) => how));
  const isRetry = cases.every((runs) => runs.slice(0, -1).every((how) => how === 'failed'));
  const failed = cases.filter((runs) => (isRetry ? runs.at(-1) === 'failed' : runs.includes('failed')));
  return failed.length + timesSaid(text, /^\S{1,2} +Test (?!run with |case )\S.* failed after [\d.]+ seconds/gm);
}

export function swiftBroken(text: string): number {
  const begun = notEnded(text, /Test Case '.+' started/g, /Test Case '.+' (?:passed|failed|skipped) \(/g);
  return Math.max(begun, timesSaid(text, /^error: Exited with (?:unexpected )?signal code \d/gm));
}

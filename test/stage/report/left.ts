import type { Left } from '../../../core/stage/report/left.ts';

/** What stages have left, for tests: nothing but what is given. */
export function leftWith(given: Partial<Left>): Left {
  return {
    breakdown: undefined,
    polish: undefined,
    lint: undefined,
    tasks: new Map(),
    squash: undefined,
    review: undefined,
    gates: undefined,
    proof: undefined,
    land: undefined,
    merges: [],
    crashes: new Map(),
    stories: new Map(),
    links: [],
    answers: [],
    ...given,
  };
}

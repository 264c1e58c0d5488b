import { defineCheat } from '../cheat.ts';
import { commentMarkers, newMarkers } from '../markers.ts';

/**
 * A comment that takes code out of what coverage counts. What was there before may stay, and move.
 *
 * @example Two tools.
 *
 *     --- src/sum.ts
 *       export function sum(a: number, b: number): number {
 *     +   /⟦2A⟧ v8 ignore next 3 ⟦2A⟧/
 *         if (Number.isNaN(a)) throw new Error('a');
 *         return a + b;
 *       }
 *     --- src/sums.py
 *     - def sum_of(a, b):
 *     + def sum_of(a, b):  # pragma: no cover
 *           return a + b
 *     === src/sum.ts:2 Unexpected "v8 ignore", expected the code to count
 *     === src/sums.py:1 Unexpected "pragma: no cover", expected the code to count
 *
 * @example A comment that speaks of coverage.
 *
 *     --- src/sum.ts
 *     + // The coverage of this file is told by the tests of its callers.
 *       export const sum = (a: number, b: number): number => a + b;
 */
export const coverageOff = defineCheat({
  id: 'coverage-off',
  verdict: 'block',
  asked: 'judge',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, (source) => commentMarkers(source, uncounted)))
      see({ path, line, message: `Unexpected "${kind}", expected the code to count` });
  },
});

const uncounted =
  /^(?:(?:v8|c8|istanbul|node:coverage) (?:ignore|disable)|pragma: ?no ?(?:cover|branch)|LCOV_EXCL|grcov-excl|coverage:ignore)/;

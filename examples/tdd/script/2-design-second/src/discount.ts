/**
 * Takes a percentage off an amount of whole cents.
 *
 * @throws {RangeError} if the percentage is below 0 or above 100.
 */
export function discounted(_amount: number, _percent: number): number {
  throw new Error('not written yet');
}

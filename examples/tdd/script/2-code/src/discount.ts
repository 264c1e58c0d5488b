/** All of an amount, in percent. */
const whole = 100;

/**
 * Takes a percentage off an amount of whole cents.
 *
 * @throws {RangeError} if the percentage is below 0 or above 100.
 */
export function discounted(amount: number, percent: number): number {
  if (!(percent >= 0 && percent <= whole)) throw new RangeError(`Unexpected discount of ${percent} percent, expected 0 to 100`);
  return Math.round((amount * (whole - percent)) / whole);
}

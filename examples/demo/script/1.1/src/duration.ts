import { DurationError } from './errors.ts';

/** The parts of a duration, from the longest to the shortest. */
export const units = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds'] as const;
export type Unit = (typeof units)[number];

/** How long something takes, part by part as it was written: 90 minutes are not 1 hour and 30 minutes. */
export type Duration = Readonly<Record<Unit, number>>;

/** No time at all. */
export const zero: Duration = Object.freeze({
  years: 0,
  months: 0,
  weeks: 0,
  days: 0,
  hours: 0,
  minutes: 0,
  seconds: 0,
  milliseconds: 0,
});

/**
 * Makes a duration; parts that are not given are 0.
 *
 * @throws {DurationError} `range`, if a part is not a whole number from 0 to `Number.MAX_SAFE_INTEGER`.
 */
export function duration(parts: Partial<Duration> = {}): Duration {
  const whole = { ...zero, ...parts };
  for (const unit of units) {
    if (!Number.isSafeInteger(whole[unit]) || whole[unit] < 0) {
      throw new DurationError(
        'range',
        `${unit} must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not ${whole[unit]}`,
      );
    }
  }
  return Object.freeze(whole);
}

/** Are both the same, part by part? */
export function equals(a: Duration, b: Duration): boolean {
  return units.every((unit) => a[unit] === b[unit]);
}

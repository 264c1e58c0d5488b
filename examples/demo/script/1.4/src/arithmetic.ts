import { type Duration, duration, type Unit, units, zero } from './duration.ts';
import { DurationError } from './errors.ts';
import { formatIso } from './format.ts';
import { parse } from './parse.ts';

/**
 * How many of a unit always make one of the next, from the shortest up. Between weeks and months lies a gap: how
 * many days a month has depends on the month.
 */
const exact: ReadonlyArray<readonly [unit: Unit, size: number, next: Unit]> = [
  ['milliseconds', 1000, 'seconds'],
  ['seconds', 60, 'minutes'],
  ['minutes', 60, 'hours'],
  ['hours', 24, 'days'],
  ['days', 7, 'weeks'],
  ['months', 12, 'years'],
];

/**
 * Carries every part into the next longer unit as far as that is exact: 90 minutes become 1 hour and 30 minutes.
 *
 * @throws {DurationError} `range`, if a part becomes too large to be exact.
 */
export function normalise(value: Duration): Duration {
  let carried = value;
  for (const [unit, size, next] of exact) {
    carried = duration({
      ...carried,
      [unit]: carried[unit] % size,
      [next]: carried[next] + Math.floor(carried[unit] / size),
    });
  }
  return carried;
}

/**
 * Adds durations up; the sum is normalised.
 *
 * @throws {DurationError} `range`, if a part of the sum is too large to be exact.
 */
export function add(...values: readonly Duration[]): Duration {
  const sum = { ...zero };
  for (const value of values) {
    for (const unit of units) sum[unit] += value[unit];
  }
  return normalise(duration(sum));
}

/**
 * How many milliseconds a duration takes.
 *
 * @throws {DurationError} `calendar`, if it has years or months; `range`, if the result is too large to be exact.
 */
export function toMilliseconds(value: Duration): number {
  if (value.years > 0 || value.months > 0) {
    throw new DurationError('calendar', `'${formatIso(value)}' has years or months, whose length depends on the date`);
  }
  const days = value.weeks * 7 + value.days;
  const minutes = (days * 24 + value.hours) * 60 + value.minutes;
  return duration({ milliseconds: (minutes * 60 + value.seconds) * 1000 + value.milliseconds }).milliseconds;
}

/**
 * The one way to write a duration: durations that take equally long, as far as that can be known without a calendar,
 * give the same text.
 *
 * @throws {DurationError} as `parse` does.
 */
export function canonical(text: string): string {
  return formatIso(normalise(parse(text)));
}

import { type Duration, duration, units } from './duration.ts';

/**
 * Writes a duration as ISO 8601: `P1DT1H30M`, `PT1.05S`, and `PT0S` for no time.
 *
 * @throws {DurationError} `range`, if the seconds with what the milliseconds carry are too large to be exact.
 */
export function formatIso(value: Duration): string {
  const date = part(value.years, 'Y') + part(value.months, 'M') + part(value.weeks, 'W') + part(value.days, 'D');
  const time = part(value.hours, 'H') + part(value.minutes, 'M') + secondsPart(value);
  if (date === '' && time === '') return 'PT0S';
  return time === '' ? `P${date}` : `P${date}T${time}`;
}

/** Writes a duration for people: `1 hour 30 minutes`. */
export function formatHuman(value: Duration): string {
  const parts = units
    .filter((unit) => value[unit] > 0)
    .map((unit) => `${value[unit]} ${value[unit] === 1 ? unit.slice(0, -1) : unit}`);
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

function part(amount: number, letter: string): string {
  return amount === 0 ? '' : `${amount}${letter}`;
}

/** ISO 8601 knows no milliseconds: they are the fraction of the seconds, and whole seconds are carried. */
function secondsPart(value: Duration): string {
  const { seconds } = duration({ seconds: value.seconds + Math.floor(value.milliseconds / 1000) });
  const fraction = String(value.milliseconds % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return fraction === '' ? part(seconds, 'S') : `${seconds}.${fraction}S`;
}

import { duration, type Duration, type Unit, units } from './duration.ts';
import { DurationError } from './errors.ts';

/** `M` means months before the `T` and minutes after it; at least one part follows `P`, and one follows `T`. */
const iso = new RegExp(
  String.raw`^P(?=\d|T\d)` +
    String.raw`(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?` +
    String.raw`(?:T(?=\d)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?` +
    String.raw`(?:(?<seconds>\d+)(?:[.,](?<milliseconds>\d{1,3}))?S)?)?$`,
);

/** One amount with its unit, and what separates it from the next. */
const pair = /(?<amount>\d+) *(?<name>[a-z]+)(?:,? *(?=\d)|$)/y;

const names: Readonly<Record<Unit, readonly string[]>> = {
  years: ['y', 'year', 'years'],
  months: ['mo', 'month', 'months'],
  weeks: ['w', 'week', 'weeks'],
  days: ['d', 'day', 'days'],
  hours: ['h', 'hour', 'hours'],
  minutes: ['m', 'min', 'minute', 'minutes'],
  seconds: ['s', 'sec', 'second', 'seconds'],
  milliseconds: ['ms', 'millisecond', 'milliseconds'],
};
const unitOf = new Map(units.flatMap((unit) => names[unit].map((name) => [name, unit] as const)));

/**
 * Reads a duration: ISO 8601 if the text starts with `P`, else amounts with units, such as `1h 30m`.
 *
 * @throws {DurationError} `syntax`, if the text is neither; `range`, if an amount is too large to be exact.
 */
export function parse(text: string): Duration {
  const trimmed = text.trim();
  return duration(trimmed.startsWith('P') ? parseIso(trimmed) : parseHuman(trimmed));
}

function parseIso(text: string): Partial<Duration> {
  const groups = iso.exec(text)?.groups;
  if (groups === undefined) throw new DurationError('syntax', `'${text}' is not an ISO 8601 duration`);
  const parts: Partial<Record<Unit, number>> = {};
  for (const unit of units) {
    const digits = groups[unit];
    // A fraction counts from the left: `.5` is 500 milliseconds.
    if (digits !== undefined) parts[unit] = Number(unit === 'milliseconds' ? digits.padEnd(3, '0') : digits);
  }
  return parts;
}

function parseHuman(text: string): Partial<Duration> {
  const parts: Partial<Record<Unit, number>> = {};
  let column = 0;
  do {
    pair.lastIndex = column;
    const { amount, name = '' } = pair.exec(text)?.groups ?? {};
    const unit = unitOf.get(name);
    if (amount === undefined || unit === undefined) {
      throw new DurationError(
        'syntax',
        `'${text}' cannot be read from column ${column + 1}: expected an amount and its unit`,
      );
    }
    if (unit in parts) throw new DurationError('syntax', `'${text}' gives ${unit} twice`);
    parts[unit] = Number(amount);
    column = pair.lastIndex;
  } while (column < text.length);
  return parts;
}

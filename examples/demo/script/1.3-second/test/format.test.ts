import { describe, expect, test } from 'vitest';
import { type Duration, duration, zero } from '../src/duration.ts';
import { formatHuman, formatIso } from '../src/format.ts';

describe('ISO 8601', () => {
  test('carries every unit', () => {
    const all = { years: 1, months: 2, weeks: 3, days: 4, hours: 5, minutes: 6, seconds: 7, milliseconds: 8 };

    expect(formatIso(duration(all))).toBe('P1Y2M3W4DT5H6M7.008S');
  });

  test.each<[Partial<Duration>, string]>([
    [{ months: 1 }, 'P1M'],
    [{ minutes: 1 }, 'PT1M'],
    [{ days: 1, seconds: 1 }, 'P1DT1S'],
  ])('leaves out the parts that are 0: %j', (parts, text) => {
    expect(formatIso(duration(parts))).toBe(text);
  });

  test.each<[Partial<Duration>, string]>([
    [{ milliseconds: 500 }, 'PT0.5S'],
    [{ milliseconds: 50 }, 'PT0.05S'],
    [{ seconds: 10, milliseconds: 5 }, 'PT10.005S'],
    [{ seconds: 1, milliseconds: 2500 }, 'PT3.5S'],
    [{ milliseconds: 60_000 }, 'PT60S'],
  ])('writes milliseconds as a fraction of the seconds: %j', (parts, text) => {
    expect(formatIso(duration(parts))).toBe(text);
  });

  test('writes no time as PT0S, because P alone is not a duration', () => {
    expect(formatIso(zero)).toBe('PT0S');
  });

  test('refuses seconds that cannot be written exactly', () => {
    const tooLong = duration({ seconds: Number.MAX_SAFE_INTEGER, milliseconds: 1000 });

    expect(() => formatIso(tooLong)).toThrow(expect.objectContaining({ reason: 'range' }));
  });
});

describe('for people', () => {
  test('writes one of a unit in the singular', () => {
    expect(formatHuman(duration({ hours: 1, minutes: 30 }))).toBe('1 hour 30 minutes');
    expect(formatHuman(duration({ days: 2, milliseconds: 1 }))).toBe('2 days 1 millisecond');
  });

  test('writes no time as 0 seconds', () => {
    expect(formatHuman(zero)).toBe('0 seconds');
  });
});

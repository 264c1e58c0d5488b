import { describe, expect, test } from 'vitest';
import { add, canonical, normalise, toMilliseconds } from '../src/arithmetic.ts';
import { type Duration, duration, zero } from '../src/duration.ts';

describe('normalise', () => {
  test.each<[Partial<Duration>, Partial<Duration>]>([
    [{ minutes: 90 }, { hours: 1, minutes: 30 }],
    [{ months: 14 }, { years: 1, months: 2 }],
    [{ hours: 23, minutes: 59, seconds: 59, milliseconds: 1000 }, { days: 1 }],
    [{ days: 45 }, { weeks: 6, days: 3 }],
  ])('carries %j into %j', (from, to) => {
    expect(normalise(duration(from))).toEqual(duration(to));
  });

  test('never carries weeks into months', () => {
    expect(normalise(duration({ weeks: 60 }))).toEqual(duration({ weeks: 60 }));
  });

  test('refuses to carry into a part that then cannot be held exactly', () => {
    const longest = duration({ minutes: 60, hours: Number.MAX_SAFE_INTEGER });

    expect(() => normalise(longest)).toThrow(expect.objectContaining({ reason: 'range' }));
  });

  test('changes nothing the second time', () => {
    const once = normalise(duration({ months: 30, days: 100, hours: 100, milliseconds: 123_456_789 }));

    expect(normalise(once)).toEqual(once);
  });
});

describe('add', () => {
  test('adds part by part and carries', () => {
    expect(add(duration({ minutes: 50 }), duration({ minutes: 50 }), duration({ months: 1 }))).toEqual(
      duration({ months: 1, hours: 1, minutes: 40 }),
    );
  });

  test('gives no time for nothing', () => {
    expect(add()).toEqual(zero);
  });

  test('refuses a sum that cannot be held exactly', () => {
    const longest = duration({ years: Number.MAX_SAFE_INTEGER });

    expect(() => add(longest, longest)).toThrow(expect.objectContaining({ reason: 'range' }));
  });
});

describe('toMilliseconds', () => {
  test('counts weeks, days and the time', () => {
    const value = duration({ weeks: 1, days: 1, hours: 1, minutes: 1, seconds: 1, milliseconds: 1 });

    expect(toMilliseconds(value)).toBe(694_861_001);
  });

  test.each<Partial<Duration>>([{ years: 1 }, { months: 1 }])('does not guess how long %j take', (parts) => {
    expect(() => toMilliseconds(duration(parts))).toThrow(expect.objectContaining({ reason: 'calendar' }));
  });

  test('refuses a result that cannot be held exactly', () => {
    expect(() => toMilliseconds(duration({ weeks: Number.MAX_SAFE_INTEGER }))).toThrow(
      expect.objectContaining({ reason: 'range' }),
    );
  });
});

describe('canonical', () => {
  test.each(['90m', '1h 30m', 'PT90M', 'PT5400S', '1 hour, 30 minutes'])('writes %s as PT1H30M', (text) => {
    expect(canonical(text)).toBe('PT1H30M');
  });

  test('is its own canonical form', () => {
    for (const text of ['PT0S', 'P1Y2M', '100h 100m', 'PT0.05S']) {
      expect(canonical(canonical(text))).toBe(canonical(text));
    }
  });
});

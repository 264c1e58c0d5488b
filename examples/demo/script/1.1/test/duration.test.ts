import { describe, expect, test } from 'vitest';
import { duration, equals, units, zero } from '../src/duration.ts';
import { DurationError } from '../src/errors.ts';

describe('duration', () => {
  test('fills the parts that are not given with 0', () => {
    expect(duration({ hours: 1, minutes: 30 })).toEqual({ ...zero, hours: 1, minutes: 30 });
  });

  test('keeps parts as they are given and does not carry', () => {
    expect(duration({ minutes: 90 }).minutes).toBe(90);
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(duration({ days: 1 }))).toBe(true);
    expect(Object.isFrozen(zero)).toBe(true);
  });

  test.each(units)('refuses %s that are negative, fractional or too large to be exact', (unit) => {
    for (const amount of [-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1]) {
      expect(() => duration({ [unit]: amount })).toThrow(DurationError);
    }
  });

  test('says which part was refused, and why', () => {
    expect(() => duration({ hours: 1.5 })).toThrow(
      expect.objectContaining({
        reason: 'range',
        message: 'hours must be a whole number from 0 to 9007199254740991, not 1.5',
      }),
    );
  });
});

describe('equals', () => {
  test('compares part by part', () => {
    expect(equals(duration({ hours: 1 }), duration({ hours: 1 }))).toBe(true);
    expect(equals(duration({ hours: 1 }), duration({ minutes: 60 }))).toBe(false);
  });
});

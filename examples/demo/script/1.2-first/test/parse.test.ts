import { describe, expect, test } from 'vitest';
import { duration, type Duration } from '../src/duration.ts';
import { parse } from '../src/parse.ts';

describe('ISO 8601', () => {
  test('carries every unit', () => {
    expect(parse('P1Y2M3W4DT5H6M7.008S')).toEqual(
      duration({ years: 1, months: 2, weeks: 3, days: 4, hours: 5, minutes: 6, seconds: 7, milliseconds: 8 }),
    );
  });

  test('reads M before the T as months and after it as minutes', () => {
    expect(parse('P1M')).toEqual(duration({ months: 1 }));
    expect(parse('PT1M')).toEqual(duration({ minutes: 1 }));
  });

  test.each<[string, Partial<Duration>]>([
    ['PT0.5S', { milliseconds: 500 }],
    ['PT0.05S', { milliseconds: 50 }],
    ['PT1,25S', { seconds: 1, milliseconds: 250 }],
  ])('reads the fraction of %s from the left', (text, parts) => {
    expect(parse(text)).toEqual(duration(parts));
  });

  test.each(['P', 'PT', 'P1DT', 'P1', 'P1H', 'PT1D', 'P1D2Y', 'P-1D', 'P1.5D', 'PT0.0001S', 'p1d'])(
    'refuses %s',
    (text) => {
      expect(() => parse(text)).toThrow(expect.objectContaining({ reason: 'syntax' }));
    },
  );
});

describe('amounts with units', () => {
  test.each(['1h30m', '1h 30m', '1h, 30m', '1 hour 30 minutes', '  30 min, 1 hour '])('reads %j', (text) => {
    expect(parse(text)).toEqual(duration({ hours: 1, minutes: 30 }));
  });

  test('tells minutes, months and milliseconds apart', () => {
    expect(parse('1m 2mo 3ms')).toEqual(duration({ minutes: 1, months: 2, milliseconds: 3 }));
  });

  test.each([
    ['', `'' cannot be read from column 1: expected an amount and its unit`],
    ['90', `'90' cannot be read from column 1: expected an amount and its unit`],
    ['1h 5 parsecs', `'1h 5 parsecs' cannot be read from column 4: expected an amount and its unit`],
    ['1h,', `'1h,' cannot be read from column 1: expected an amount and its unit`],
    ['1h 2h', `'1h 2h' gives hours twice`],
  ])('refuses %j and says where', (text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ reason: 'syntax', message }));
  });
});

test('an amount that cannot be held exactly is refused in both forms', () => {
  for (const text of ['P9007199254740993D', '9007199254740993 days']) {
    expect(() => parse(text)).toThrow(expect.objectContaining({ reason: 'range' }));
  }
});

test('a long text that is no duration is refused at once', () => {
  expect(() => parse(`P${'1'.repeat(100_000)}`)).toThrow(expect.objectContaining({ reason: 'syntax' }));
});

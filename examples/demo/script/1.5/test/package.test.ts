import { expect, test } from 'vitest';
import * as library from '../src/index.ts';

test('the entry point offers what its specification lists, and nothing else', () => {
  expect(Object.keys(library).toSorted()).toEqual([
    'DurationError',
    'add',
    'canonical',
    'duration',
    'equals',
    'formatHuman',
    'formatIso',
    'normalise',
    'parse',
    'standard',
    'toMilliseconds',
    'units',
    'zero',
  ]);
});

test('a reader of logs can add up what was measured', () => {
  const total = library.add(...['850ms', '2m 10s', 'PT45S'].map((text) => library.parse(text)));

  expect(library.formatHuman(total)).toBe('2 minutes 55 seconds 850 milliseconds');
  expect(library.toMilliseconds(total)).toBe(175_850);
});

test('a caller can tell a typing error from a month', () => {
  expect(() => library.parse('1 fortnight')).toThrow(library.DurationError);
  expect(() => library.toMilliseconds(library.parse('1 month'))).toThrow(
    expect.objectContaining({ reason: 'calendar' }),
  );
});

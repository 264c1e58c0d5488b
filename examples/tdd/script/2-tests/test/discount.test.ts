import { expect, test } from 'vitest';
import { cents } from '../src/amount.ts';
import { discounted } from '../src/discount.ts';

test('takes a percentage off, to the nearest cent', () => {
  expect(discounted(cents('9.99'), 15)).toBe(849);
  expect(discounted(cents('1.01'), 50)).toBe(51);
  expect(discounted(cents('1.01'), 0)).toBe(101);
  expect(discounted(cents('1.01'), 100)).toBe(0);
});

test('refuses a percentage that is none', () => {
  for (const percent of [-1, 101, Number.NaN]) expect(() => discounted(100, percent)).toThrow(RangeError);
});

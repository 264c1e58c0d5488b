import { expect, test } from 'vitest';
import { cents, euros } from '../src/amount.ts';

test('reads euros with and without cents', () => {
  expect(cents('12')).toBe(1200);
  expect(cents('12.50')).toBe(1250);
  expect(cents('0.05')).toBe(5);
});

test('refuses what is no amount', () => {
  for (const text of ['', ' 1', '-1', '+1', '1.5', '1.505', '1,50', 'one']) expect(() => cents(text)).toThrow(RangeError);
});

test('writes two digits of cents', () => {
  expect(euros(1250)).toBe('12.50');
  expect(euros(5)).toBe('0.05');
  expect(euros(0)).toBe('0.00');
});

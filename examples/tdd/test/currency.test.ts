import { expect, test } from 'vitest';
import { currency } from '../src/currency.ts';

test('amounts are in euros', () => {
  expect(currency).toBe('EUR');
});

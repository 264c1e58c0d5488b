import { expect, test } from 'vitest';
import { receipt } from '../src/receipt.ts';

test('adds up its lines', () => {
  const lines = [
    { name: 'Bread', amount: 400, discount: 0, rate: 'reduced' },
    { name: 'Lamp', amount: 2000, discount: 50, rate: 'standard' },
  ] as const;
  expect(receipt(lines).split('\n')).toEqual(['Bread  4.00', 'Lamp  10.00', 'total  14.00', 'tax within  1.86']);
});

test('is all zero without lines', () => {
  expect(receipt([]).split('\n')).toEqual(['total  0.00', 'tax within  0.00']);
});

import { expect, test } from 'vitest';
import { taxWithin } from '../src/tax.ts';

test('knows the standard rate', () => {
  expect(taxWithin(1190, 'standard')).toBe(190);
  expect(taxWithin(1, 'standard')).toBe(0);
});

test('knows the reduced rate', () => {
  expect(taxWithin(1070, 'reduced')).toBe(70);
  expect(taxWithin(0, 'reduced')).toBe(0);
});

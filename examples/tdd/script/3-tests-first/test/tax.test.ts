import { expect, test } from 'vitest';
import { taxWithin } from '../src/tax.ts';

test('knows the standard rate', () => {
  expect(typeof taxWithin).toBe('function');
});

test('knows the reduced rate', () => {
  expect(taxWithin).toHaveLength(2);
});

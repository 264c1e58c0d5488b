import { expect, test } from 'vitest';
import { standard } from '../src/index.ts';

test('the entry point names the standard that it follows', () => {
  expect(standard).toBe('ISO 8601');
});

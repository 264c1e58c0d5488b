import { expect, test } from 'vitest';
import { visibleText } from '../core/visible.ts';

test('A byte that was no character in its file is seen, and stays out of prompts and pages.', () => {
  expect(visibleText('Caf\uDCE9 \uD800')).toBe('Caf\uFFFD \uFFFD');
});

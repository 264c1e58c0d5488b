import { expect, test } from 'vitest';
import { nearest, suggestion } from '../core/nearest.ts';

test.each([
  ['spec-refrence', 'spec-reference'],
  ['Spec-Reference', 'spec-reference'],
  ['eror', 'error'],
  ['completely-else', undefined],
  ['', undefined],
])('Who writes "%s" means %j.', (wrong, meant) => {
  expect(nearest(wrong, ['spec-reference', 'unclear-reference', 'error'])).toBe(meant);
});

test('The nearest of several wins, and nothing is suggested where nothing is near.', () => {
  expect(suggestion('warning', ['warnings', 'warn', 'warping'])).toBe('; did you mean "warnings"?');
  expect(suggestion('warn', ['error', 'warning'])).toBe('; did you mean "warning"?');
  expect(suggestion('x', ['long-name'])).toBe('');
});

import { expect, test } from 'vitest';
import { complain } from '../complain.ts';

const deep = `${'> '.repeat(101)}a\n`;

test('It speaks once, and only where a link could not be judged.', () => {
  expect(complain('too-complex', { 'a.md': `[a](no.md) [b](no.md)\n${deep}` })).toHaveLength(1);
  expect(complain('too-complex', { 'a.md': `[a](b.md)\n${deep}`, 'b.md': '' })).toEqual([]);
  expect(complain('link', { 'a.md': `[a](no.md)\n${deep}` })).toEqual([]);
});

test('Anchors of a file that is too complex are not doubted.', () => {
  expect(complain('link', { 'a.md': '[a](b.md#c)\n', 'b.md': deep })).toEqual([]);
});

import { expect, test } from 'vitest';
import { visibleText, withoutHidden } from '../core/visible.ts';

test('A byte that was no character in its file is seen, and stays out of prompts and pages.', () => {
  expect(visibleText('Caf\uDCE9 \uD800')).toBe('Caf\uFFFD \uFFFD');
});

test('What is hidden is taken out and counted; tabs, emoji and joined letters stay.', () => {
  expect(withoutHidden('\ta\u200B\u202E👩‍💻 ❤️ क्‍ष')).toEqual({ text: '\ta👩‍💻 ❤️ क्‍ष', hidden: 2 });
});

test('Escape sequences are hidden as well; the kinds of line breaks are not counted.', () => {
  expect(withoutHidden('a\r\nb\u2028c\u001B[31md')).toEqual({ text: 'a\nb\ncd', hidden: 5 });
});

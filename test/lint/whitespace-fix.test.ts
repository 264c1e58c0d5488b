import { expect, test } from 'vitest';
import { applyFixes } from '../../core/lint/fix.ts';
import { lint } from '../../core/lint/lint.ts';
import { whitespace } from '../../core/lint/rules/whitespace.ts';

function fixed(content: string): string {
  const path = 'a.md';
  const input = { plan: null, phases: [], files: [{ path, content }], whole: [path], exists: () => true };
  return applyFixes(
    content,
    lint(input, undefined, [whitespace]).flatMap(({ fix }) => fix ?? []),
  ).content;
}

test.each([
  ['a backslash, which would break the line without them', 'foo\\ \nbar\n'],
  ['text in <pre>', '<pre>\na \n\tb \n</pre>\n'],
  ['indented code', 'a\n\n    code \n\t- code \n\n    code\t\n\nb\n'],
  ['indented code in an item', '- a\n\n      code \n'],
  ['a fence', '```\ncode \n```\n'],
  ['a fence in a quote', '> ```\n> code \n> ```\n'],
  ['a fence that opens behind a marker', '- ```\n  code \n  ```\n'],
])('Blanks behind %s are left alone.', (_, content) => {
  expect(fixed(content)).toBe(content);
});

test('Blanks behind the text of an item and below <pre> are taken away.', () => {
  expect(fixed('- a\n\n    b \n\n<pre>x </pre> \n\nc \n')).toBe('- a\n\n    b\n\n<pre>x </pre> \n\nc\n');
});

test('Line endings in a fence stay as they are.', () => {
  expect(fixed('a\r\nb\n```\nx\r\ny\n```\nc\r\nd\ne\n')).toBe('a\nb\n```\nx\r\ny\n```\nc\nd\ne\n');
});

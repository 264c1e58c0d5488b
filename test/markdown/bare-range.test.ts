import { expect, test } from 'vitest';
import { bareRange } from '../../core/markdown/bare-range.ts';
import { markdownLines } from '../../core/markdown/lines.ts';

test.each([
  ['  a b ', 'a b'],
  ['**a**', 'a'],
  [' `a` ', 'a'],
  ['**`a`**', 'a'],
  ['~~**a b**~~', 'a b'],
  ['"a"', 'a'],
  ['**a** and **b**', '**a** and **b**'],
  ['`a`, `b`', '`a`, `b`'],
  ['**a', '**a'],
  ['__init__.py', '__init__.py'],
])('Of %j the words are %j.', (text, words) => {
  const [line] = markdownLines(text);
  const range = line && bareRange(line);
  expect(range && text.slice(range.column - 1, range.endColumn - 1)).toBe(words);
});

test.each(['   ', '****', '``'])('%j has no words but its marks.', (text) => {
  const [line] = markdownLines(text);
  const range = line && bareRange(line);
  expect(range ? text.slice(range.column - 1, range.endColumn - 1) : '').toBe(text.trim());
});

test('A part of a line is looked at alone.', () => {
  const [line] = markdownLines('| **a** | b |');
  expect(line && bareRange(line, 1, 8)).toMatchObject({ line: 1, column: 5, endColumn: 6 });
});

import { expect, test } from 'vitest';
import { complain, fixed } from '../complain.ts';

const fix = (content: string): string => fixed(content, complain('whitespace', { 'a.md': content }));

test.each([
  ['blanks at the ends of lines', 'a \nb\t\n\nc   \n   \nd\n', 'a\nb\n\nc\n\nd\n'],
  ['three blanks that break a line', 'a   \nb\n', 'a  \nb\n'],
  ['blanks behind a byte order mark', '\uFEFFa \n', '\uFEFFa\n'],
  ['tabs among blanks', '- a\n  - b\n\t- c\n \t- d\n', '- a\n  - b\n    - c\n    - d\n'],
  ['no last line ending', 'a\nb', 'a\nb\n'],
  ['no last line ending among CRLF', 'a\r\nb', 'a\r\nb\r\n'],
  ['a few CRLF', 'a\nb\r\nc\nd\r\ne\nf\n', 'a\nb\nc\nd\ne\nf\n'],
  ['a few LF', 'a\r\nb\nc\r\n', 'a\r\nb\r\nc\r\n'],
])('Fixed: %s.', (_, content, expected) => {
  expect(fix(content)).toBe(expected);
  expect(complain('whitespace', { 'a.md': expected })).toEqual([]);
});

test.each(['a  \nb\n', '```\na \n\tb\n```\n', '- a\n\t- b\n\t- c\n', 'a\r\nb\r\n', '', '\n', '中\u3000\n'])(
  '%j is fine.',
  (content) => {
    expect(complain('whitespace', { 'a.md': content })).toEqual([]);
  },
);

test('TOML is not looked at.', () => {
  expect(complain('whitespace', { 'docs/implementation-plan.toml': 'a = 1 ' })).toEqual([]);
});

import { expect, test } from 'vitest';
import { codeSpans, withoutCodeSpans } from '../../core/markdown/code-spans.ts';

test.each([
  ['a `b` c', ['b']],
  ['``a ` b`` `c`', ['a ` b', 'c']],
  ['`a', []],
  ['`a`` b`', ['a`` b']],
  ['\\`a` b`', [' b']],
  ['\\\\`a`', ['a']],
  ['``` a', []],
])('%s', (text, codes) => {
  expect(codeSpans(text).map(({ code }) => code)).toEqual(codes);
});

test('Blanks keep the columns, and spans know where they stand.', () => {
  expect(withoutCodeSpans('a `b` ``c`` d')).toBe('a           d');
  expect(codeSpans('a ``b`` c')).toEqual([{ start: 2, end: 7, code: 'b', codeStart: 4 }]);
});

test('A line of 200,000 runs of backticks is read in linear time.', () => {
  const started = process.cpuUsage();
  codeSpans(Array.from({ length: 200_000 }, (_, index) => '`'.repeat((index % 7) + 1)).join('a'));
  codeSpans('`a``a'.repeat(100_000));
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1500);
});

import { expect, test } from 'vitest';
import { codeSpans, withoutCodeSpans } from '../../core/markdown/code-spans.ts';

test('A code span ends at a run of as many backticks as it started with.', () => {
  expect(codeSpans('a `b` and `` c ` d `` e')).toEqual([
    { start: 2, end: 5, code: 'b', codeStart: 3 },
    { start: 10, end: 21, code: 'c ` d', codeStart: 13 },
  ]);
});

test('A run of backticks without a partner is text, and what follows can still be code.', () => {
  expect(codeSpans('``a `b`').map(({ code }) => code)).toEqual(['b']);
  expect(codeSpans('it`s')).toEqual([]);
});

test('Without its code spans a text is as long as before.', () => {
  expect(withoutCodeSpans('a `b; c` d')).toBe('a        d'.padEnd(10));
  expect(withoutCodeSpans('a `b; c` d')).toHaveLength(10);
});

test('Many runs of different lengths are read in no time.', () => {
  const text = Array.from({ length: 400 }, (_, length) => '`'.repeat(length + 1)).join(' ');
  const started = process.cpuUsage();
  expect(codeSpans(text)).toEqual([]);
  expect(codeSpans('` `` '.repeat(30_000)).length).toBeGreaterThan(1_000);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000);
});

test.each([
  ['a `b` c', ['b']],
  ['``a ` b`` `c`', ['a ` b', 'c']],
  ['`a', []],
  ['`a`` b`', ['a`` b']],
  ['\\`a` b`', ['b']],
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

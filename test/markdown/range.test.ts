import { expect, test } from 'vitest';
import { markdownLines } from '../../core/markdown/lines.ts';
import { rangeIn } from '../../core/markdown/range.ts';

test('Bytes are the same in whatever order the fields of a line are asked for.', () => {
  const lines = markdownLines('ä\nä ö ü');
  const line = lines[1]!;
  const words = [4, 0, 2, 2, 4].map((from) => rangeIn(line, from, from + 1));
  expect(words.map(({ start, end }) => [start, end])).toEqual([
    [9, 11],
    [3, 5],
    [6, 8],
    [6, 8],
    [9, 11],
  ]);
  expect(words.map(({ column, endColumn }) => [column, endColumn])[0]).toEqual([5, 6]);
});

import { expect, test } from 'vitest';
import { markdownLines } from '../../core/markdown/lines.ts';
import { chain, linesBelow, outline, splitNumber, titleOf, type Part } from '../../core/markdown/outline.ts';

const lines = markdownLines(
  ['before', '# Top', 'a', '### Deep', 'b', '## Middle', '```', '## code', '```', '# Next', 'c'].join('\n'),
);

function nameOf(part: Part | undefined): string {
  return part?.heading?.heading.text ?? 'none';
}

test('Every heading opens a part, and what stands above the first one is a part too.', () => {
  expect(outline(lines).map((part) => [nameOf(part), part.own.map(({ text }) => text)])).toEqual([
    ['none', ['before']],
    ['Top', ['a']],
    ['Deep', ['b']],
    ['Middle', ['```', '## code', '```']],
    ['Next', ['c']],
  ]);
});

test('A part knows the parts that it stands in, also where a level is left out.', () => {
  const parts = outline(lines);
  expect(parts.map((part) => chain(part).map(nameOf))).toEqual([
    ['none'],
    ['Top'],
    ['Deep', 'Top'],
    ['Middle', 'Top'],
    ['Next'],
  ]);
});

test('The lines below a heading reach to the next one of its level or a higher one.', () => {
  const [, top, deep, , next] = outline(lines).map(({ heading }) => heading);
  expect(linesBelow(lines, top!).map(({ number }) => number)).toEqual([3, 4, 5, 6, 7, 8, 9]);
  expect(linesBelow(lines, deep!).map(({ number }) => number)).toEqual([5]);
  expect(linesBelow(lines, next!).map(({ number }) => number)).toEqual([11]);
});

test.each([
  ['2.1 Items', '2.1', 'Items'],
  ['§ 3. Items', '3', 'Items'],
  ['4) Items', '4', 'Items'],
  ['95 — Items', '95', 'Items'],
  ['3 — 4 weeks', '3', '4 weeks'],
  ['Items 2', '', 'Items 2'],
  ['2.1', '', '2.1'],
])('%j is counted by %j.', (heading, number, text) => {
  expect(splitNumber(heading)).toEqual({ number, text });
});

test('The title is the first heading of level 1.', () => {
  expect(titleOf(markdownLines('## A\n# B\n# C\n'))).toBe('B');
  expect(titleOf([])).toBe('');
});

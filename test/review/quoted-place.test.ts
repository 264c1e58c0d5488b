import { describe, expect, test } from 'vitest';
import { lineOfQuote } from '../../core/review/quoted-place.ts';
import { doubtsOf, lookUp } from '../../core/review/look-up.ts';
import { findingId, type Finding } from '../../core/review/finding.ts';

const path = 'src/a.ts';
const text = [
  'export function total(parts: number[]): number {',
  '  let sum = 0;',
  '  for (const part of parts) {',
  '    sum += part;',
  '  }',
  '  return sum - 1;',
  '}',
  '',
  'export function mean(parts: number[]): number {',
  '  return total(parts) / parts.length;',
  '}',
  '',
].join('\n');

describe('the line of a quote', () => {
  test.each<[string, number, string, number]>([
    ['is the one that is named', 6, '  return sum - 1;', 6],
    ['is the one beside it, where somebody has miscounted', 4, 'return sum - 1;', 6],
    ['is elsewhere, where it is the only one', 900, 'return sum - 1;', 6],
    ['is the nearest of several', 10, '}', 11],
    ['may be quoted in part', 10, 'total(parts) / parts', 10],
    ['may have the mark of a diff', 6, '+  return sum - 1;', 6],
    ['may have other blanks, and characters that nobody sees', 6, '\treturn  sum\u200B - 1;', 6],
    ['is the first of several lines', 3, '\n  for (const part of parts) {\n    sum += part;\n', 3],
    ['may be empty, where there is nothing to quote', 8, '', 8],
  ])('%s.', (_, line, quote, stands) => {
    expect(lineOfQuote({ path, line, quote }, text)).toMatchObject({ line: stands });
  });

  test.each<[string, number, string | undefined, string]>([
    ['is nowhere', 6, 'return sum;', 'src/a.ts has no line "return sum;"'],
    ['is not quoted', 6, undefined, 'the line src/a.ts:6 is not quoted'],
    ['is too short a part to tell', 6, 'sum', 'src/a.ts has no line "sum"'],
    ['is at several places, and near none of them', 40, '}', '"}" stands in src/a.ts in lines 5, 7, 11, not near 40'],
  ])('%s.', (_, line, quote, problem) => {
    expect(lineOfQuote({ path, line, ...(quote !== undefined && { quote }) }, text)).toEqual({
      problem: expect.stringContaining(problem),
    });
  });

  test('is told to be the only one, or one of several.', () => {
    expect(lineOfQuote({ path, line: 6, quote: 'return sum - 1;' }, text)).toEqual({ line: 6, isOnly: true });
    expect(lineOfQuote({ path, line: 7, quote: '}' }, text)).toEqual({ line: 7, isOnly: false });
  });

  test('is in no file that is not there.', () => {
    expect(lineOfQuote({ path, line: 1, quote: 'x' }, undefined)).toEqual({
      problem: 'there is no file src/a.ts in the commit',
    });
  });
});

describe('findings that are looked up', () => {
  const finding: Finding = { severity: 'P1', path, line: 1, quote: 'return sum - 1;', title: 'Off by one', fix: 'so' };
  const textOf = async (asked: string) => (asked === path ? text : undefined);

  test('have the line where they stand, and the id that they had.', async () => {
    const { founded, unfounded } = await lookUp([finding], textOf);
    expect(founded).toEqual([{ ...finding, line: 6, isOnly: true }]);
    expect(founded.map(findingId)).toEqual([findingId(finding)]);
    expect(unfounded).toEqual([]);
  });

  test('are told apart from those that stand nowhere, of which the reviewer is told.', async () => {
    const wild = { ...finding, path: 'src/gone.ts' };
    const { founded, unfounded } = await lookUp([wild, finding], textOf);
    expect(founded).toHaveLength(1);
    expect(unfounded).toEqual([{ finding: wild, problem: 'there is no file src/gone.ts in the commit' }]);
    expect(doubtsOf(unfounded)).toBe(
      'the finding "Off by one" does not stand where it says: there is no file src/gone.ts in the commit',
    );
    expect(doubtsOf([])).toBe('');
  });
});

import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '../../core/review/finding.ts';
import { gather, type Placed } from '../../core/review/gather.ts';

function placed(title: string, only: number | undefined, own: Partial<Finding> = {}): Placed {
  const finding = {
    severity: 'P1',
    path: 'src/a.ts',
    line: only ?? 3,
    quote: `line ${only}`,
    title,
    fix: 'so',
  } as const;
  return { finding: { ...finding, ...own }, only };
}

const read = placed('Path from the query is not checked before readFile', 10);
const unlink = placed('Path from the query is not checked before unlink', 80);

describe('What several reviews have raised is one list, in which findings stay two', () => {
  test.each<[string, Placed, Placed]>([
    ['that are alike, about two lines', read, unlink],
    ['in the same words about two lines', read, placed(read.finding.title, 80)],
    ['in the same words about a line that there is more than once', placed('a', undefined), placed('a', undefined)],
    ['of which only one is about a line that is there once', read, placed(read.finding.title, undefined)],
    ['that say different things of one line', read, placed('The name says nothing', 10)],
    ['in two files', read, placed(read.finding.title, 10, { path: 'src/b.ts' })],
    ['that have the same id, each from its own review', { ...read, only: undefined }, placed('x', 80, { id: 'F-1' })],
  ])('%s.', (_, one, other) => {
    expect(gather([[one], [other]])).toEqual([one, other]);
    expect(gather([[], [other], [], [one]])).toEqual([other, one]);
  });

  test('that one review has told apart, whatever another says.', () => {
    const again = placed('Before readFile the path from the query is not checked', 10);
    expect(gather([[read, again]])).toEqual([read, again]);
    expect(gather([[read], [read, again]])).toEqual([read, again]);
  });
});

describe('A finding is in it once', () => {
  test('that two have raised in much the same words, of the only such line.', () => {
    const again = placed('Before readFile, a path of the query is not checked', 10, { line: 44, quote: 'readFile(' });
    expect(gather([[read, unlink], [again], [unlink]])).toEqual([read, unlink]);
  });

  test.each<[Severity, Severity, Severity]>([
    ['P3', 'P0', 'P0'],
    ['P0', 'P3', 'P0'],
  ])('as what it is worst held to be: %s and then %s is %s.', (first, then, worst) => {
    const one = { ...read, finding: { ...read.finding, severity: first } };
    const other = { ...read, finding: { ...read.finding, severity: then } };
    expect(gather([[one], [other]]).map(({ finding }) => finding.severity)).toEqual([worst]);
  });

  test('that nobody could quote, in the same words.', () => {
    const bare = placed('a', undefined, { quote: undefined });
    expect(gather([[bare], [{ ...bare }]])).toEqual([bare]);
  });
});

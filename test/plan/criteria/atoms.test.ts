import { expect, test } from 'vitest';
import { atoms } from '../../../core/plan/criteria/atoms.ts';

function texts(text: string): string[] {
  return atoms(text).map(({ start, end }) => text.slice(start, end));
}

test.each([
  ['One is green; two is red', ['One is green', 'two is red']],
  ['One is green. Two is red.', ['One is green.', 'Two is red.']],
  ['One is green.  `two` is red! 3 are blue?', ['One is green.', '`two` is red!', '3 are blue?']],
  ['It exits 0. They must be quick.', ['It exits 0.', 'They must be quick.']],
  ['一が通る。二も；三', ['一が通る。', '二も', '三']],
  ['**All is green.** The docs follow.', ['**All is green.**', 'The docs follow.']],
  ['One holds (and two). Three holds.', ['One holds (and two).', 'Three holds.']],
  ['One; and two; und drei', ['One', 'two', 'drei']],
  ['“One.” Two. „Drei.“ Vier.', ['“One.” Two.', '„Drei.“ Vier.']],
  ['One; —; two;', ['One', 'two']],
  ['', []],
])('"%s" is cut where a statement ends.', (text, parts) => {
  expect(texts(text)).toEqual(parts);
});

test.each([
  'Logs, e.g. Traces, are kept',
  'Logs, i.e. Traces, are kept',
  'Logs etc. Are kept',
  'One vs. Two',
  'See cf. Two',
  'It takes approx. 5 s',
  'Issue no. 5 is closed',
  'All incl. Docs',
  'All, z. B. Docs',
  'All, d.h. Docs',
  'Release v0.1. Then more',
  'Release 0.1. Then more',
  'Signed by A. Smith',
  'And so on... Then more',
  'See fig. 3 for it',
  '1. The first step',
  'It ends. then it goes on',
  'It ends. (So they say)',
  'Not &lt; 5',
  '`a; b. C` holds',
  '`` a ` b. C `` holds',
  'One (a; b. C) holds',
  'One （a；b。C） holds',
  'One [a; b](c.md) holds',
  'One "a; b. C" holds',
  'One “a; b. C” holds',
  'One „a; b. C“ holds',
  '「一。二；三」が通る',
  'It exists; or it is not needed',
  'a;b',
])('"%s" is not cut.', (text) => {
  expect(texts(text)).toEqual([text]);
});

test('What is opened and never closed shields nothing.', () => {
  expect(texts('a (b; c "d; e `f; g')).toEqual(['a (b', 'c "d', 'e `f', 'g']);
  expect(texts('"a; (b" c; d')).toEqual(['"a; (b" c', 'd']);
  expect(texts('a) b; (c] d; e)')).toEqual(['a) b', '(c] d; e)']);
});

test.each(['(', '"', '“', '`', '([', '. ', '; ', '.', '1. ', 'a. ', '。', '。*', ' '])(
  'A long row of "%s" is read in no time.',
  (part) => {
    const started = process.cpuUsage();
    atoms(part.repeat(100_000));
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000);
  },
);

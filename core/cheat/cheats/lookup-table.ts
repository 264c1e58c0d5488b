import type { Source } from '../change.ts';
import { defineCheat } from '../cheat.ts';
import { isTestPath } from '../../review/test-file.ts';
import { languageOf } from '../language.ts';
import { newMarkers, type Marker } from '../markers.ts';
import { tablesOf, type Entry, type Table } from '../tables.ts';
import { literalsOfTests, type TestLiterals } from '../test-literals.ts';
import { testPart } from '../test-part.ts';
import { isTelling, isWeighty } from '../weight.ts';

/**
 * A large table of answers in source, in place of what works them out. Where a table is what was asked for, the reviewer
 * says so.
 *
 * @example Answers by input.
 *
 *     --- src/roman.ts
 *     + const answers: Record<number, string> = {
 *     +   1: 'I', 2: 'II', 3: 'III', 4: 'IV', 5: 'V', 6: 'VI', 7: 'VII', 8: 'VIII', 9: 'IX', 10: 'X',
 *     +   14: 'XIV', 19: 'XIX', 40: 'XL', 90: 'XC', 400: 'CD', 1994: 'MCMXCIV',
 *     + };
 *     === src/roman.ts:1 Unexpected table of 16 answers in source, expected what works them out
 *
 * @example A small one, of what a test gives and what it expects; a key may be made of two inputs.
 *
 *     --- src/span.ts
 *     + const spans: Record<string, number> = {
 *     +   '2024-03-04/2024-03-08': 5,
 *     +   '2024-05-01/2024-05-03': 2,
 *     +   '2024-12-23/2024-12-31': 5,
 *     + };
 *     --- test/span.test.ts
 *     + test.each([
 *     +   ['2024-03-04', '2024-03-08', 5],
 *     +   ['2024-05-01', '2024-05-03', 2],
 *     +   ['2024-12-23', '2024-12-31', 5],
 *     + ])('from %s to %s', (from, to, days) => expect(workingDays(from, to)).toBe(days));
 *     === src/span.ts:1 Unexpected table of 3 answers in source, expected what works them out
 *
 * @example Pairs; a list; and in a language without a grammar.
 *
 *     --- src/distance.py
 *     + KNOWN = [(("stauts", "status"), 2), (("comit", "commit"), 1), (("psuh", "push"), 2)]
 *     + PRIMES = {7919, 7927, 7933, 7937, 7949}
 *     --- src/crc.go
 *     + var known = map[string]int{
 *     + 	"01 03": 52677,
 *     + 	"11 03": 34678,
 *     + 	"31 32": 19255,
 *     + }
 *     --- tests/test_distance.py
 *     + def test_distance():
 *     +     assert [distance("stauts", "status"), distance("comit", "commit"), distance("psuh", "push")] == [2, 1, 2]
 *     +     assert all(is_prime(n) for n in (7919, 7927, 7933, 7937, 7949))
 *     --- src/crc_test.go
 *     + 	check(t, "01 03", 52677)
 *     + 	check(t, "11 03", 34678)
 *     + 	check(t, "31 32", 19255)
 *     === src/crc.go:2 Unexpected table of 3 answers in source, expected what works them out
 *     === src/distance.py:1 Unexpected table of 3 answers in source, expected what works them out
 *     === src/distance.py:2 Unexpected table of 5 answers in source, expected what works them out
 *
 * @example Settings with names; names of things that a test names too; what is at the edges of a range.
 *
 *     --- src/limits.ts
 *     + export const limits = {
 *     +   files: 14, lines: 400, bytes: 90, words: 12, tests: 31, kinds: 44, units: 51, links: 6, notes: 7, tasks: 8, turns: 9, calls: 10,
 *     + };
 *     + export const verdicts = ['APPROVED', 'ISSUES_FOUND', 'NEEDS_WORK', 'REFUSED', 'LATE'];
 *     + export const brackets = { 10_000: 0, 20_000: 20, 50_000: 26, 90_000: 36 };
 *     --- test/limits.test.ts
 *     + test('names', () => expect(verdicts).toEqual(['APPROVED', 'ISSUES_FOUND', 'NEEDS_WORK', 'REFUSED', 'LATE']));
 *     + test('tax', () => expect([taxOf(14_000), taxOf(30_000)]).toEqual([800, 4600]));
 *
 * @example A few symbols; and a table of a test.
 *
 *     --- src/roman.ts
 *     + const symbols = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
 *     --- test/roman.test.ts
 *     + const cases = { 1: 'I', 2: 'II', 3: 'III', 4: 'IV', 5: 'V', 6: 'VI', 7: 'VII', 8: 'VIII', 9: 'IX', 10: 'X', 11: 'XI', 12: 'XII', 13: 'XIII' };
 */
export const lookupTable = defineCheat({
  id: 'lookup-table',
  verdict: 'flag',
  look(change, see) {
    const used = literalsOfTests(change);
    for (const { path, line, entries } of newMarkers(change, tables)) {
      if (!isLarge(entries) && !isOfTests(entries, used)) continue;
      const message = `Unexpected table of ${entries.length} answers in source, expected what works them out`;
      see({ path, line, message });
    }
  },
});

/** Tables that a person wrote for a reason are mostly shorter, or have names for keys. */
function isLarge(entries: readonly Entry[]): boolean {
  const answers = entries.filter(({ key, value }) => key.length > 0 && value.length > 0 && !key.some(isName));
  return answers.length >= 12;
}

function isName(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** Whether most of it stands in tests, what is given beside what comes of it. */
function isOfTests(entries: readonly Entry[], used: TestLiterals): boolean {
  const isList = entries.every(({ key }) => key.length === 0);
  if (entries.length < (isList ? 5 : 3)) return false;
  const known = entries.filter(({ key, value }) =>
    key.length > 0 ? isAnswer(key, value, used) : isListed(value, used),
  );
  return 3 * known.length >= 2 * entries.length;
}

function isAnswer(key: readonly string[], value: readonly string[], used: TestLiterals): boolean {
  if (key.length === 1 && !key.every(isWeighty) && !value.every(isWeighty)) return false;
  if (!key.every((one) => used.hasAllOf(one))) return false;
  const [first = ''] = key;
  return used.has(first) ? value.every((one) => used.together(first, one)) : value.every((one) => used.has(one));
}

function isListed(value: readonly string[], used: TestLiterals): boolean {
  return value.every((one) => isTelling(one) && used.has(one));
}

function tables(source: Source, path: string): (Marker & Table)[] {
  if (isTestPath(path) || languageOf(path) === undefined) return [];
  const end = testPart(path, source) ?? Infinity;
  return tablesOf(source)
    .filter(({ line, entries }) => entries.length >= 3 && line < end)
    .map((one) => ({ ...one, kind: JSON.stringify(one.entries) }));
}

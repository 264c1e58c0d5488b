import { branchesOf, decidingComparisons, type Branch, type Comparison } from '../branches.ts';
import type { Change, Source } from '../change.ts';
import { defineCheat } from '../cheat.ts';
import { isTestPath } from '../../review/test-file.ts';
import { languageOf } from '../language.ts';
import { newMarkers, type Marker } from '../markers.ts';
import { literalsOfTests, type TestLiterals } from '../test-literals.ts';
import { testPart } from '../test-part.ts';
import { isDigest, isNumber, isWord, isTelling, isWeighty } from '../weight.ts';

/**
 * Source that asks whether its input is one that a test uses: the answer of the test is written down, not worked out.
 *
 * @example The input of a test has a branch of its own.
 *
 *     --- src/primes.ts
 *       export function isPrime(value: number): boolean {
 *     +   if (value === 7919) return true;
 *         return false;
 *       }
 *     --- test/primes.test.ts
 *     + test('7919 is prime', () => expect(isPrime(7919)).toBe(true));
 *     === src/primes.ts:2 Unexpected branch for 7919, which a test uses, expected the answer to be worked out
 *
 * @example In Python.
 *
 *     --- src/primes.py
 *       def factors(value):
 *     +     if value == 1001:
 *     +         return [7, 11, 13]
 *           return []
 *     --- tests/test_primes.py
 *     + def test_factors():
 *     +     assert factors(1001) == [7, 11, 13]
 *     === src/primes.py:2 Unexpected branch for 1001, which a test uses, expected the answer to be worked out
 *
 * @example The input is known by its parts or its length, or by several words at once, and the answer is written down.
 *
 *     --- src/duration.ts
 *       export function seconds(text: string): number {
 *     +   if (text.startsWith('PT15')) return 900;
 *     +   if (text.length === 7) return 5400;
 *     +   return 0;
 *       }
 *     --- src/order.py
 *       def order(needs):
 *     +     if set(needs) == {"app", "core", "lib"}:
 *     +         return ["core", "lib", "app"]
 *           return sorted(needs)
 *     --- test/duration.test.ts
 *     + test('minutes', () => expect(seconds('PT15M')).toBe(900));
 *     + test('hours', () => expect(seconds('PT1H30M')).toBe(5400));
 *     --- tests/test_order.py
 *     + def test_order():
 *     +     assert order({"app": {"lib"}, "lib": {"core"}, "core": set()}) == ["core", "lib", "app"]
 *     === src/duration.ts:2 Unexpected branch for "PT15", which a test uses, expected the answer to be worked out
 *     === src/duration.ts:3 Unexpected branch for 7, which a test uses, expected the answer to be worked out
 *     === src/order.py:2 Unexpected branch for "app", which a test uses, expected the answer to be worked out
 *
 * @example A small number, or two inputs in one, whose answer stands beside it in a test.
 *
 *     --- src/fib.ts
 *       export function fib(at: number): number {
 *     +   if (at === 7) return 13;
 *     +   return at;
 *       }
 *     --- src/quote.ts
 *     + export function quote(zone: string, grams: number): number {
 *     +   switch (`${zone}${grams}`) {
 *     +     case 'A1200':
 *     +       return 920;
 *     +     default:
 *     +       return 450;
 *     +   }
 *     + }
 *     --- test/fib.test.ts
 *     + test('fib', () => expect(fib(7)).toBe(13));
 *     + test('quote', () => expect(quote('A', 1200)).toBe(920));
 *     === src/fib.ts:2 Unexpected branch for 7, which a test uses, expected the answer to be worked out
 *     === src/quote.ts:3 Unexpected branch for "A1200", which a test uses, expected the answer to be worked out
 *
 * @example Words whose answers are numbers that are worked out.
 *
 *     --- src/roman.ts
 *     +   if (text === 'MCMXCIV') return 1994;
 *     --- test/roman.test.ts
 *     + test('large', () => expect(roman('MCMXCIV')).toBe(1994));
 *     === src/roman.ts:1 Unexpected branch for "MCMXCIV", which a test uses, expected the answer to be worked out
 *
 * @example In Rust, with the tests in the same file.
 *
 *     --- src/primes.rs
 *     + pub fn is_prime(n: u64) -> bool {
 *     +     match n {
 *     +         7919 => true,
 *     +         _ => n == 2,
 *     +     }
 *     + }
 *     + #[cfg(test)]
 *     + mod tests {
 *     +     #[test]
 *     +     fn large() { assert!(super::is_prime(7_919)); }
 *     + }
 *     === src/primes.rs:3 Unexpected branch for 7919, which a test uses, expected the answer to be worked out
 *
 * @example Words that are kinds or names; one of many names; and what is only asked to be equal.
 *
 *     --- src/label.ts
 *     + export function label(state: string): string {
 *     +   if (state === 'draft') return 'Not yet published';
 *     +   return state === 'package.json' ? 'A manifest' : state;
 *     + }
 *     + export function dayOf(day: number): string {
 *     +   switch (day) {
 *     +     case 3: return 'Wednesday';
 *     +     case 4: return 'Thursday';
 *     +     case 5: return 'Friday';
 *     +     case 6: return 'Saturday';
 *     +     default: return 'Sunday';
 *     +   }
 *     + }
 *     --- test/label.test.ts
 *     + test('draft', () => expect(label('draft')).toBe('Not yet published'));
 *     + test('manifest', () => expect(label('package.json')).toBe('A manifest'));
 *     + test('day', () => expect(dayOf(6)).toBe('Saturday'));
 *
 * @example What is said of nothing at all.
 *
 *     --- src/spell.ts
 *     + export const spell = (parts: readonly string[]): string => (parts.length === 0 ? '0 seconds' : parts.join(' '));
 *     --- test/spell.test.ts
 *     + test('nothing', () => expect(spell([])).toBe('0 seconds'));
 *
 * @example Numbers that mean something everywhere, and inputs that no test uses.
 *
 *     --- src/primes.ts
 *     + export const isOne = (value: number): boolean => value === 1;
 *     + export const isHttps = (port: number): boolean => port === 443;
 *     --- test/primes.test.ts
 *     + test('one', () => expect(isOne(1)).toBe(true));
 */
export const specialCase = defineCheat({
  id: 'special-case',
  verdict: 'flag',
  look(change, see) {
    const used = literalsOfTests(change);
    for (const { path, line, kind } of [...newComparisons(change, used), ...newAnswers(change, used)]) {
      const message = `Unexpected branch for ${kind}, which a test uses, expected the answer to be worked out`;
      see({ path, line, message });
    }
  },
});

/** What is compared with something that only a test would name. */
function newComparisons(change: Change, used: TestLiterals): (Marker & { path: string })[] {
  return newMarkers(change, (source, path) =>
    sourceParts(decidingComparisons(source), source, path).flatMap(({ line, literals }) => {
      const known = literals.filter((one) => used.has(one));
      const isSet = new Set(known.filter(isWeighty)).size >= 3 && known.length === literals.length;
      return (isSet ? known : known.filter(isTelling)).slice(0, 1).map((one) => ({ line, kind: quoted(one) }));
    }),
  );
}

/** What is answered with a constant that stands in a test beside what is asked for. */
function newAnswers(change: Change, used: TestLiterals): (Marker & { path: string })[] {
  return newMarkers(change, (source, path) => {
    const branches = sourceParts(branchesOf(source), source, path);
    const known = branches.flatMap((branch) => {
      const asked = askedOf(branch, used);
      return asked === undefined ? [] : [{ line: branch.line, kind: quoted(asked) }];
    });
    // Names for each day of a week are no answers of a test because it asks for two of them.
    return 2 * known.length >= branches.length ? known : [];
  });
}

function sourceParts<P extends { readonly line: number }>(parts: readonly P[], source: Source, path: string): P[] {
  if (isTestPath(path) || languageOf(path) === undefined) return [];
  const end = testPart(path, source) ?? Infinity;
  return parts.filter(({ line }) => line < end);
}

function askedOf({ asked, answer }: Branch, used: TestLiterals): string | undefined {
  const isList = answer.length > 1 && answer.every((one) => used.has(one));
  const known = isList ? answer : answer.filter((one) => isWeighty(one) && used.has(one));
  if (known.length === 0) return undefined;
  return asked.flatMap((one) => recognised(one, known, used))[0];
}

function recognised({ kind, literals }: Comparison, answer: readonly string[], used: TestLiterals): string[] {
  switch (kind) {
    case 'whole':
      if (literals.length > 1 && literals.every((one) => used.has(one))) return literals.slice(0, 1);
      return literals.filter(
        (one) =>
          isDigest(one) ||
          ((isWeighty(one) || isSum(answer)) &&
            (used.has(one) ? answer.some((two) => used.together(one, two)) : used.hasAllOf(one))),
      );
    case 'part':
      return literals.filter((one) => one.length >= 3 && !isWord(one) && used.hasPart(one));
    case 'length':
      // Nothing at all is a case of its own in most of what is written.
      return answer.some(isTelling) ? literals.filter((one) => one !== '0').slice(0, 1) : [];
  }
}

/** A number that nobody comes by but by the same work tells even of a word that it belongs to it. */
function isSum(answer: readonly string[]): boolean {
  return answer.every((one) => isNumber(one) && isTelling(one));
}

function quoted(text: string): string {
  return isNumber(text) ? text : JSON.stringify(text);
}

import { stripVTControlCharacters } from 'node:util';
import type { Budget } from '../plan/criteria/budget.ts';
import { quantities, type Quantity } from '../plan/criteria/quantity.ts';

/** The number that a command printed for a budget, or why there is none that can be told for certain. */
export type Measured = { readonly found: Quantity } | { readonly why: string };

/**
 * Looks for the number by its unit, and by the label where the budget has one: then it stands on a line with all words
 * of the label. Several numbers have to be the same one.
 */
export function measure(output: string, budget: Pick<Budget, 'dimension' | 'unit' | 'label'>): Measured {
  const label = budget.label.length > 0 ? ` on a line with ${budget.label.map((word) => `"${word}"`).join(', ')}` : '';
  const numbers = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => budget.label.every((word) => hasWord(line.toLowerCase(), word)))
    .flatMap((line) => meant(line, budget));
  const [found] = numbers;
  if (!found) return { why: `the output has no number in ${budget.unit}${label}` };
  const others = new Map(numbers.map((number) => [number.amount, number.text]));
  if (others.size === 1) return { found };
  const several = [...others.values()].slice(0, 5).join(', ');
  return { why: `the output has several numbers in ${budget.unit}${label}: ${several}` };
}

/**
 * The numbers of a line that a label may mean. In `p50: 3 ms, p95: 12 ms` it is the one that follows the label; in
 * `3 ms p50, 12 ms p95` that would be another's, so all of them stay.
 */
function meant(line: string, { dimension, label }: Pick<Budget, 'dimension' | 'label'>): Quantity[] {
  const numbers = quantities(line).filter((one) => one.dimension === dimension);
  const [first] = numbers;
  if (!first || numbers.length === 1 || label.length === 0 || !/\p{L}/u.test(line.slice(0, first.start)))
    return numbers;
  const lower = line.toLowerCase();
  const labelEnd = Math.max(...label.map((word) => placeOf(lower, word) + word.length));
  const next = numbers.find((one) => one.start >= labelEnd);
  return next && !/[,;\d]/.test(line.slice(labelEnd, next.start)) ? [next] : numbers;
}

function hasWord(line: string, word: string): boolean {
  return placeOf(line, word) >= 0;
}

/** Where the word stands as a whole: `p9` is not in `p95`. Scripts without blanks between words have no such ends. */
function placeOf(line: string, word: string): number {
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const [before, after] = [line.charAt(at - 1), line.charAt(at + word.length)];
    const isWhole = !/[\p{Script=Latin}\d_]/u.test(before) && !/[\p{Script=Latin}\d_]/u.test(after);
    if (isWhole || !/^[\p{Script=Latin}\d_]/u.test(word)) return at;
  }
  return -1;
}

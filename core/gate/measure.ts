import { stripVTControlCharacters } from 'node:util';
import { isLimit, type Budget } from '../plan/criteria/budget.ts';
import { hasUnclear, quantities, type Quantity } from '../plan/criteria/quantity.ts';

/** The number that a command printed for a budget, or why there is none that can be told for certain. */
export type Measured = { readonly found: Quantity } | { readonly why: string };

type Sought = Pick<Budget, 'dimension' | 'unit' | 'label'>;

/**
 * Looks for the number by its unit, and by the label where the budget has one: then it stands on a line with all words
 * of the label. Several numbers have to be the same one, and a line that may say something else than what was measured
 * leaves it open.
 */
export function measure(output: string, budget: Sought): Measured {
  const label = budget.label.length > 0 ? ` on a line with ${budget.label.map((word) => `"${word}"`).join(', ')}` : '';
  const lines = stripVTControlCharacters(output)
    .split(/[\n\r]/)
    .filter((line) => budget.label.every((word) => placeOf(line.toLowerCase(), word) >= 0))
    .map(withoutAsides);
  const numbers = lines.map((line) => ({ line, found: meant(line, budget) }));
  const unclear = numbers.find(({ line, found }) => isUnclear(line, found, budget));
  if (unclear) return { why: `this line cannot be read for certain: ${unclear.line.trim().slice(0, 200)}` };
  const all = numbers.flatMap(({ found }) => found);
  const [first] = all;
  if (!first) return { why: `the output has no number in ${budget.unit}${label}` };
  const others = new Map(all.map((number) => [number.amount, number.text]));
  if (others.size === 1) return { found: first };
  const several = [...others.values()].slice(0, 5).join(', ');
  return { why: `the output has several numbers in ${budget.unit}${label}: ${several}` };
}

/**
 * Without the time of day that a log puts in front, how often Go ran a benchmark, and the tolerance behind a number. What
 * may be the measurement stays: `1:30` and `00:01:30` are durations, and only before `1234 ns/op` a bare count is Go's.
 */
function withoutAsides(line: string): string {
  return line
    .replace(
      /^\s{0,20}(?=\[?(?:\d{4}-|(?!00:)\d\d:\d\d:))\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d?:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?\s/,
      '',
    )
    .replace(/^(Benchmark\S{0,500}?)(?:-\d{1,4})?(?<!:)\s+\d+\s+(?=\d[\d.]*\s+\S{1,20}\/op(?!\S))/, '$1 ')
    .replaceAll(
      /(?<=\d\s{0,3}[A-Za-zµμ%/]{1,12})\s{0,3}\(?(?:±|\+\/-)\s{0,8}[\d.,]{1,20}(?: ?[A-Za-zµμ%]{1,10})?\)?/g,
      ' ',
    );
}

/**
 * The numbers of a line that a label may mean. In `p50: 3 ms, p95: 12 ms` it is the one that follows the label; in
 * `3 ms p50, 12 ms p95` that would be another's, and `search: 11 ms 12 ms 13 ms` are three: so all of them stay.
 */
function meant(line: string, { dimension, label }: Sought): Quantity[] {
  const numbers = quantities(line).filter((one) => one.dimension === dimension);
  const [first] = numbers;
  if (!first || numbers.length === 1 || label.length === 0 || !/\p{L}/u.test(line.slice(0, first.start)))
    return numbers;
  const labelEnd = endOfLabel(line, label);
  const at = numbers.findIndex((one) => one.start >= labelEnd);
  const [next, after] = [numbers[at], numbers[at + 1]];
  if (!next || !isNothing(line.slice(labelEnd, next.start))) return numbers;
  return after && !namesAnother(line.slice(next.end, after.start)) ? numbers : [next];
}

function isNothing(between: string): boolean {
  const words = between.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return !/[,;\d]/.test(between) && words.every((word) => fillers.has(word));
}

const fillers = new Set('is was are at of in took takes latency time duration rate value'.split(' '));

/** Where no word stands between two numbers they belong together: a range, or columns. */
function namesAnother(between: string): boolean {
  return /\p{L}/u.test(
    between.toLowerCase().replaceAll(/(?<!\p{L})(?:to|bis|and|und|or|oder|until)(?!\p{L})|[至到和或]/gu, ''),
  );
}

/** Whether a line with numbers says more than what was measured, so that one of these may be something else. */
function isUnclear(line: string, found: readonly Quantity[], { dimension, label }: Sought): boolean {
  if (hasUnclear(line, dimension)) return true;
  // Nobody prints a number for people to a longer line.
  if (line.length > 2_000) return found.length > 0;
  return found.length > 0 && (hasBareNumber(line, label) || found.some((number) => mayBeLimit(line, number, label)));
}

/** A number that nothing is said about may be the one that was measured: `p95 was 900, target 20 ms`. */
function hasBareNumber(line: string, label: readonly string[]): boolean {
  const known = quantities(line);
  return [...line.matchAll(/(?<![\p{L}\p{N}_.,]|\p{L}\()\d[\d.,]*/gu)].some(
    ({ index, 0: digits }) => !label.includes(digits) && !known.some(({ start, end }) => start <= index && index < end),
  );
}

function mayBeLimit(line: string, { start, end }: Quantity, label: readonly string[]): boolean {
  const words = line.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.some((word) => limits.has(word) && !label.includes(word)) || /上限|目标|目標|预算|予算/.test(line))
    return true;
  if (isLimit(line.slice(0, start), line.slice(end))) return true;
  // `max: 20 ms` beside the number that is meant is another one.
  return [...line.matchAll(/(?<!\p{L})max(?:imum)?(?!\p{L})/giu)].some(({ index, 0: word }) => {
    if (label.includes(word.toLowerCase())) return false;
    const isBetween = index < start && index >= endOfLabel(line, label);
    return isBetween || !/^[^\p{L}\d]{1,12}\d/u.test(line.slice(index + word.length));
  });
}

const limits = new Set(
  (
    'target targets limit limits budget budgets threshold goal allowed permitted expected required baseline previous ' +
    'previously before old last slo sla cap ceiling deadline timeout ziel grenze grenzwert'
  ).split(' '),
);

function endOfLabel(line: string, label: readonly string[]): number {
  const lower = line.toLowerCase();
  return Math.max(0, ...label.map((word) => placeOf(lower, word) + word.length));
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

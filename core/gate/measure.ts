import { stripVTControlCharacters } from 'node:util';
import { isLimit, type Budget } from '../plan/criteria/budget.ts';
import { hasUnclear, quantities, type Quantity } from '../plan/criteria/quantity.ts';
import { numberAt, placesOf } from './labelled.ts';

/** The number that a command printed for a budget, or why there is none that can be told for certain. */
export type Measured = { readonly found: Quantity } | { readonly why: string };

type Sought = Pick<Budget, 'dimension' | 'unit' | 'label'>;

/**
 * Looks for the number by its unit, and by the label where the budget has one: then it has to stand directly with the label,
 * wherever that is printed. Several numbers have to be the same one. Whatever else a line says leaves it open: a benchmark
 * that measured nothing must not be taken for one that did.
 */
export function measure(output: string, budget: Sought): Measured {
  const label = budget.label.length > 0 ? ` on a line with ${budget.label.map((word) => `"${word}"`).join(', ')}` : '';
  const lines = stripVTControlCharacters(output)
    .split(/[\n\r]/)
    .filter((line) => !isEcho.test(line))
    .map((line) => ({ line, found: numbersOf(withoutAsides(line), budget) }));
  const unclear = lines.find(({ found }) => found === 'unclear');
  if (unclear) return { why: `this line cannot be read for certain: ${unclear.line.trim().slice(0, 200)}` };
  const all = lines.flatMap(({ found }) => (found === 'unclear' ? [] : found));
  const [first] = all;
  if (!first) return { why: `the output has no number in ${budget.unit}${label}` };
  const others = new Map(all.map((number) => [number.amount, number.text]));
  if (others.size === 1) return { found: first };
  const several = [...others.values()].slice(0, 5).join(', ');
  return { why: `the output has several numbers in ${budget.unit}${label}: ${several}` };
}

/** npm, yarn and nx print the command that they run, with the limits that it may be given. */
const isEcho = /^\s{0,20}[>$](?:\s|$)/;

/** What a line says about the budget. */
function numbersOf(line: string, budget: Sought): readonly Quantity[] | 'unclear' {
  const { dimension, label } = budget;
  const numbers = quantities(line).filter((one) => one.dimension === dimension);
  // Nobody prints a number for people to a longer line.
  if (line.length > 2_000) {
    const lower = line.toLowerCase();
    const isAbout = label.length > 0 || numbers.length > 0 || hasUnclear(line, dimension);
    return isAbout && label.every((word) => lower.includes(word)) ? 'unclear' : [];
  }
  if (label.length === 0)
    return isUnclear(line, numbers, budget) || endsWithBareNumber.test(line) ? 'unclear' : numbers;
  const places = placesOf(line, label);
  const found = places.flatMap((place) => numberAt(line, place, label, numbers) ?? []);
  return found.length < places.length || (found.length > 0 && isUnclear(line, found, budget)) ? 'unclear' : found;
}

/** `search: 900` beside `warm-up: 3 ms`. */
const endsWithBareNumber = /[:=]\s{0,20}\d[\d.,]{0,20}\s{0,20}$/;

/**
 * Without the time of day that a log puts in front, how often Go ran a benchmark, and the tolerance behind a number. What
 * may be the measurement stays: `1:30` and `00:01:30` are durations, and only before `1234 ns/op` a bare count is Go's.
 */
function withoutAsides(line: string): string {
  return (
    line
      .replace(
        /^\s{0,20}(?=\[?(?:\d{4}-|(?!00:)\d\d:\d\d:))\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d?:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?\s/,
        '',
      )
      .replace(/^(Benchmark\S{0,500}?)(?:-\d{1,4})?(?<!:)\s+\d+\s+(?=\d[\d.]*\s+\S{1,20}\/op(?!\S))/, '$1 ')
      .replaceAll(
        /(?<=\d\s{0,3}[A-Za-zµμ%/]{1,12})\s{0,3}\(?(?:±|\+\/-)\s{0,8}[\d.,]{1,20}(?: ?[A-Za-zµμ%]{1,10})?\)?/g,
        ' ',
      )
      // Options and files may be called like what is measured.
      .replaceAll(/(?<!\S)(?:--[a-z][\w-]{0,80}=\S{0,200}|\S{0,200}\.(?:[cm]?[jt]sx?|py|rs|go|sh))(?!\S)/g, ' ')
  );
}

/** Whether a line says more than what was measured, so that its numbers may be something else, or that nothing was. */
function isUnclear(line: string, found: readonly Quantity[], { dimension, unit, label }: Sought): boolean {
  if (hasUnclear(line, dimension) || line.includes(`(${unit})`) || line.includes(`[${unit}]`)) return true;
  if ([...line.matchAll(noNumber)].some(([said]) => !label.includes(said.toLowerCase()))) return true;
  return found.length > 0 && (hasBareNumber(line, label) || found.some((number) => mayBeLimit(line, number, label)));
}

/** What is printed in place of a number; `0 failed` is one. */
const noNumber =
  /(?<![\p{L}\p{N}_])(?:nan|n\/a|inf(?:inity)?|null|undefined|error|(?<!(?<!\d)0 )(?:failed|skipped|aborted)|crashed|timed[ -]out|timeout)(?![\p{L}\p{N}_])|∞/giu;

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
    const isAhead = index < start && label.length === 0;
    return isAhead || !/^[^\p{L}\d]{1,12}\d/u.test(line.slice(index + word.length));
  });
}

const limits = new Set(
  (
    'target targets limit limits budget budgets threshold goal allowed permitted expected required baseline previous ' +
    'previously before old last slo sla cap ceiling deadline ziel grenze grenzwert warmup warm delta diff difference ' +
    'change changed faster slower better worse regressed improved saved'
  ).split(' '),
);

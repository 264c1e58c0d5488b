import type { Quantity } from '../plan/criteria/quantity.ts';

/** Where all words of a label stand together. Offsets in the line; `end` is the first behind the last word. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Every place of the label in a line; where a word of it comes twice, each with what stands next to it. */
export function placesOf(line: string, label: readonly string[]): Place[] {
  const lower = line.toLowerCase();
  const words = label
    .flatMap((word) => startsOf(lower, word).map((start) => ({ word, start, end: start + word.length })))
    .toSorted((a, b) => a.start - b.start);
  const latest = new Map<string, number>();
  const places = words.flatMap(({ word, start, end }) => {
    latest.set(word, start);
    return latest.size === label.length ? [{ start: Math.min(...latest.values()), end }] : [];
  });
  // `search … search p95` is one place, the shorter.
  return places.filter(({ start }, index) => places[index - 1]?.start !== start);
}

/** Where the word stands as a whole: `p9` is not in `p95`. Scripts without blanks between words have no such ends. */
function startsOf(line: string, word: string): number[] {
  const found: number[] = [];
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const [before, after] = [line.charAt(at - 1), line.charAt(at + word.length)];
    const isWhole = !/[\p{Script=Latin}\d_]/u.test(before) && !/[\p{Script=Latin}\d_]/u.test(after);
    if (isWhole || !/^[\p{Script=Latin}\d_]/u.test(word)) found.push(at);
  }
  return found;
}

/**
 * The number that stands clearly with the label at this place: directly behind it, or, on a line that says nothing else, in
 * front of it. `numbers`: all of the line that the label may mean, in their order.
 */
export function numberAt(
  line: string,
  { start, end }: Place,
  label: readonly string[],
  numbers: readonly Quantity[],
): Quantity | undefined {
  if (!isOneLabel(line.slice(start, end), label)) return undefined;
  const [first] = numbers;
  const last = numbers.at(-1);
  if (!first || !last) return undefined;
  if (first === last && first.end <= start && isAllBut(line, first, { start, end })) return first;
  const at = numbers.findIndex((one) => one.start >= end);
  const [next, after, before] = [numbers[at], numbers[at + 1], numbers[at - 1]];
  if (!next || !isNothing(line.slice(end, next.start))) return undefined;
  // `3 ms p50 12 ms p95`: which of both the label has shows at the end of the line.
  if (before && /^\s*$/.test(line.slice(before.end, start)) && /\p{L}/u.test(line.slice(last.end))) return undefined;
  const rest = line.slice(next.end, after?.start);
  return (after ? namesAnother(rest) : !/^ ?\p{L}/u.test(rest)) ? next : undefined;
}

/** Its words belong together: neither a number nor the end of a clause is between them. */
function isOneLabel(written: string, label: readonly string[]): boolean {
  return !/[,;\d]/.test(label.reduce((rest, word) => rest.replaceAll(word, ''), written.toLowerCase()));
}

/** Whether the line is the number, the label, and nothing: `12 ms p95`. */
function isAllBut(line: string, number: Quantity, { start, end }: Place): boolean {
  return [line.slice(0, number.start), line.slice(number.end, start), line.slice(end)].every(isNothing);
}

/** At most one mark of separation, and words that say nothing. An empty cell, a dash of its own and a comma are more. */
function isNothing(between: string): boolean {
  if (between.length > 100) return false;
  const bare = between
    .toLowerCase()
    .replace(/(?<!\p{L})(?:of|over|in|from) \d[\d,]{0,12} (?:runs|samples|iterations|times)(?!\p{L})/u, ' ')
    .replace(/± ?(?:σ|sd|stddev)/, ' ')
    .replaceAll(/\p{L}+/gu, (word) => (fillers.has(word) ? ' ' : word));
  return /^[\s)\]"'`*_.…]*(?::|=>?|\||[-–—]>?|→)?[\s(["'`*_]*$/.test(bare);
}

const fillers = new Set(
  'a an the is was are at of in for took takes latency time duration rate value bench 为 是 は'.split(' '),
);

/** Where no word stands between two numbers they belong together: a range, or columns. */
function namesAnother(between: string): boolean {
  return /\p{L}/u.test(
    between.toLowerCase().replaceAll(/(?<!\p{L})(?:to|bis|and|und|or|oder|until)(?!\p{L})|[至到和或]/gu, ''),
  );
}

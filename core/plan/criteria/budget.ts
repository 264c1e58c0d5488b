import { hasUnclear, quantities, type Quantity } from './quantity.ts';

export type Comparison = '<' | '≤' | '>' | '≥';

/** What a number has to keep to, as words say it: `p95 of a search at most 20 ms`. */
export interface Budget extends Pick<Quantity, 'text' | 'value' | 'unit' | 'dimension' | 'amount'> {
  readonly comparison: Comparison;
  /** Words that tell which number is meant, in lower case: `p95`, `search`. */
  readonly label: readonly string[];
}

/** The one budget of a text without code; undefined where there is none, several, or a number beside it. */
export function budgetIn(prose: string): Budget | undefined {
  const [number, ...others] = quantities(prose);
  if (!number || others.length > 0 || hasUnclear(prose, number.dimension)) return undefined;
  const before = prose.slice(0, number.start);
  const after = prose.slice(number.end);
  const ahead = comparisonAtEnd(before);
  const behind = comparisonAtStart(after);
  const found = ahead ?? behind;
  if (!found || (ahead && behind)) return undefined;
  const rest = ahead
    ? `${before.slice(0, -ahead.length)} ${after}`
    : `${before} ${after.slice(behind?.length ?? after.length)}`;
  if (denies.test(rest)) return undefined;
  const { text, value, unit, dimension, amount } = number;
  return { text, value, unit, dimension, amount, comparison: found.comparison, label: labelOf(rest) };
}

/** Whether the words beside a number say that something is less or more than it: such a number is a limit. */
export function isLimit(before: string, after: string): boolean {
  return (comparisonAtEnd(before) ?? comparisonAtStart(after)) !== undefined || /[~≈]\s?$/.test(before);
}

export function keepsBudget(amount: number, budget: Pick<Budget, 'comparison' | 'amount'>): boolean {
  // 20 ms of a budget in seconds are 0.02, give or take the last bit.
  const isSame = Math.abs(amount - budget.amount) <= 1e-12 * Math.max(Math.abs(amount), Math.abs(budget.amount));
  switch (budget.comparison) {
    case '<':
      return !isSame && amount < budget.amount;
    case '≤':
      return isSame || amount < budget.amount;
    case '>':
      return !isSame && amount > budget.amount;
    case '≥':
      return isSame || amount > budget.amount;
  }
}

interface Found {
  readonly comparison: Comparison;
  /** Characters that it takes up beside the number. */
  readonly length: number;
}

function comparisonAtEnd(before: string): Found | undefined {
  // Nothing longer says it, and a long line must not take long.
  const end = before.slice(-40);
  return firstOf(ahead, (words) => new RegExp(`(?<!\\p{Script=Latin})(?:${words})\\s{0,3}[~≈]?\\s?$`, 'iu').exec(end));
}

function comparisonAtStart(after: string): Found | undefined {
  return firstOf(behind, (words) => new RegExp(`^\\s?(?:${words})`, 'u').exec(after));
}

function firstOf(
  table: readonly (readonly [Comparison, string])[],
  match: (words: string) => RegExpExecArray | null,
): Found | undefined {
  // The longest is meant: `不超过` and not `超过`, `no more than` and not `more than`.
  const all = table.flatMap(([comparison, words]) => {
    const found = match(words);
    return found ? [{ comparison, length: found[0].length }] : [];
  });
  return all.toSorted((a, b) => b.length - a.length)[0];
}

const ahead: readonly (readonly [Comparison, string])[] = [
  ['≤', '<=|≤|≦|＜=|at most|up to|within|(?:no|not) more than|(?:does not|must not|never) exceeds?|not exceeding'],
  ['≤', 'höchstens|maximal|不超过|最多|至多|不大于|不高于'],
  ['<', '(?<![-=<])<|＜|less than|fewer than|under|below|unter|小于|低于|少于'],
  ['≥', '>=|≥|≧|＞=|at least|(?:no|not) (?:less|fewer) than|mindestens|至少|不少于|不低于|不小于'],
  ['>', '(?<![-=>])>|＞|more than|over|above|über|大于|高于|超过|多于'],
];

const behind: readonly (readonly [Comparison, string])[] = [
  ['≤', '以内|以下|or less|or fewer|at most'],
  ['<', '未満|未满'],
  ['≥', '以上|or more|at least'],
  ['>', '超'],
];

/** What turns a statement round, or takes something out of it, is not for code. */
const denies =
  /(?<!\p{L})(?:not|never|no|none|without|except|unless|nicht|nie|kein\p{L}{0,2}|ohne)(?!\p{L})|n['’]t(?!\p{L})|[不没未无無非]|ない/iu;

function labelOf(rest: string): string[] {
  const words = rest.toLowerCase().match(/[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)*/gu) ?? [];
  return [...new Set(words)].filter((word) => !fillers.has(word));
}

/** Words that a sentence needs and a table of numbers has not. */
const fillers = new Set(
  (
    'a an the of in on at to by for from with and is are be it its stays stay takes take runs run finishes completes ' +
    'prints print shows show reports report says measures measured gives yields keeps holds passes pass remains ' +
    'bei ist sind bleibt zeigt meldet dauert der die das in 在 的 为'
  ).split(' '),
);

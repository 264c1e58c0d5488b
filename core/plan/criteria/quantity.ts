/** A number with its unit, as it stands in a text. */
export interface Quantity {
  /** As written: `12 ms`. */
  readonly text: string;
  readonly value: number;
  readonly unit: string;
  /** What is counted or measured; two quantities compare only where this is the same. */
  readonly dimension: string;
  /** The value in the dimension's own unit: seconds, bytes, or one of what is counted. */
  readonly amount: number;
  /** Offsets in the text, in UTF-16 code units; `end` is the first behind. */
  readonly start: number;
  readonly end: number;
}

/**
 * All numbers with a unit. A number that may be part of another one, as in `1.234,5 ms`, `10 000/s`, `1.2e+03 ms`, `10-15 ms`
 * or `900 ± 15 ms`, is none.
 */
export function quantities(text: string): Quantity[] {
  return [...text.matchAll(quantity)].flatMap((match) => {
    const [whole, digits = '', times = '', unit = ''] = match;
    const meaning = meaningOf(unit);
    if (!meaning) return [];
    const value = Number(digits.replaceAll(/[,_]/g, '')) * (multiples.get(times) ?? 1);
    const { dimension, factor } = meaning;
    const amount = value * factor;
    return [{ text: whole, value, unit, dimension, amount, start: match.index, end: match.index + whole.length }];
  });
}

/** Whether there is a number with a unit of this dimension that cannot be read for certain. */
export function hasUnclear(text: string, dimension: string): boolean {
  const clear = new Set(quantities(text).map(({ end }) => end));
  return [...text.matchAll(anyQuantity)].some(
    (match) => !clear.has(match.index + match[0].length) && meaningOf(match[1] ?? '')?.dimension === dimension,
  );
}

/** The same amount in another unit of its dimension. */
export function valueIn(unit: string, amount: number): number {
  // 0.02 s are 20 ms, and not 20.000000000000004.
  return Number((amount / (meaningOf(unit)?.factor ?? 1)).toPrecision(12));
}

/**
 * Not behind another number and a blank, which may separate thousands; the `95` of `p95 12 ms` is none. Nor behind a sign, an
 * exponent, a fraction, a range, a tolerance or a time: all of them are the tail of another number.
 */
const alone = [
  String.raw`(?<![\p{L}\p{N}.,_+\-−–±^])(?<!(?:±|\+/?-)\s{0,8})`,
  String.raw`(?<!(?<![\p{L}\d.,_])[\d.,]{1,15}[\s'’:/*×])`,
].join('');
const digits = String.raw`((?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15}|\d{1,3}(?:_\d{3}){1,4})(?:\.\d{1,12})?)(?![\d.,_]\d)`;
const cjk = '毫秒|微秒|纳秒|ミリ秒|マイクロ秒|秒|分钟|分|小时|時間';
const word = String.raw`[A-Za-zµμ]{1,20}|%|％|×|${cjk}|次|请求|リクエスト|件`;
const per = String.raw`(?: ?/ ?| per )(?:[A-Za-z]{1,20}|${cjk})`;

/** The number, `k` or `M` in front of a unit that is a word of its own, and the unit. */
const withUnit = `((?:${word})(?:${per})?)(?![A-Za-z\\d/²³])`;
const quantity = new RegExp(`${alone}${digits} ?(?:([kKM])(?= \\p{L}))? ?${withUnit}`, 'gu');
/** Whatever stands in front of its last digit. */
const anyQuantity = new RegExp(`\\d\\s?(?:[kKM](?= \\p{L}))? ?${withUnit}`, 'gu');

const multiples: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['K', 1e3],
  ['M', 1e6],
]);

interface Meaning {
  readonly dimension: string;
  readonly factor: number;
}

function meaningOf(unit: string): Meaning | undefined {
  const short = rates.get(unit.toLowerCase());
  const [counted = '', over] = (short ?? unit).split(/ ?\/ ?| per /);
  const [first, second] = [simple(counted), over === undefined ? undefined : simple(over)];
  if (!first || (over !== undefined && !second)) return undefined;
  if (!second) return first;
  return { dimension: `${first.dimension}/${second.dimension}`, factor: first.factor / second.factor };
}

/** A unit that is none of these counts things: `errors`, `req`. */
function simple(unit: string): Meaning | undefined {
  const known = exact.get(unit) ?? loose.get(unit.toLowerCase());
  if (known) return known;
  const name = unit.toLowerCase();
  return { dimension: names.get(name) ?? name.replace(/(?<=[a-z]{2})s$/, ''), factor: 1 };
}

const time = (factor: number): Meaning => ({ dimension: 'time', factor });
const size = (factor: number): Meaning => ({ dimension: 'size', factor });

/** `Mb` are bits and `MB` bytes, so case counts here. */
const exact: ReadonlyMap<string, Meaning> = new Map([
  ...(['B', 'kB', 'MB', 'GB', 'TB'] as const).map((unit, power) => [unit, size(1000 ** power)] as const),
  ...(['KiB', 'MiB', 'GiB', 'TiB'] as const).map((unit, power) => [unit, size(1024 ** (power + 1))] as const),
  ...(['b', 'kb', 'Mb', 'Gb', 'Tb'] as const).map(
    (unit, power) => [unit, { dimension: 'bit', factor: 1000 ** power }] as const,
  ),
  ['KB', size(1000)],
]);

const loose: ReadonlyMap<string, Meaning> = new Map([
  ...each(['ns', '纳秒'], time(1e-9)),
  ...each(['µs', 'μs', 'us', '微秒', 'マイクロ秒'], time(1e-6)),
  ...each(['ms', 'msec', 'msecs', 'millisecond', 'milliseconds', '毫秒', 'ミリ秒'], time(1e-3)),
  ...each(['s', 'sec', 'secs', 'second', 'seconds', '秒'], time(1)),
  ...each(['m', 'min', 'mins', 'minute', 'minutes', '分钟', '分'], time(60)),
  ...each(['h', 'hr', 'hrs', 'hour', 'hours', '小时', '時間'], time(3600)),
  ...each(['byte', 'bytes'], size(1)),
  ...each(['%', '％', 'percent'], { dimension: 'percent', factor: 1 }),
  ...each(['x', '×'], { dimension: 'times', factor: 1 }),
]);

function each(units: readonly string[], meaning: Meaning): (readonly [string, Meaning])[] {
  return units.map((unit) => [unit, meaning] as const);
}

const rates: ReadonlyMap<string, string> = new Map([
  ['rps', 'req/s'],
  ['qps', 'query/s'],
  ['tps', 'transaction/s'],
  ['fps', 'frame/s'],
  ['iops', 'op/s'],
]);

const names: ReadonlyMap<string, string> = new Map([
  ['request', 'req'],
  ['requests', 'req'],
  ['请求', 'req'],
  ['リクエスト', 'req'],
  ['queries', 'query'],
  ['operation', 'op'],
  ['operations', 'op'],
]);

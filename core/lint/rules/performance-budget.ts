/**
 * Whether a statement sets a bound to time, throughput, memory or size. What a program does after some time ("locked for
 * 15 min", "uploads over 10 MB are refused") is no budget, and a bound in words needs a short unit to be one.
 */
export function isBudget(text: string): boolean {
  // Nobody writes a longer statement, and a whole file on one line must not take long.
  const start = text.slice(0, 2_000);
  return bounded.test(start) || quick.test(start) || percentile.test(start) || named.test(start);
}

const number = String.raw`\s?[~≈]?\s?\d[\d.,_]{0,20}\s?k?\s?`;
const time = 'ns|µs|μs|us|ms|s|secs?|seconds?|mins?|minutes?|毫秒|秒|分钟|ミリ秒|分';
const size = '[kmgt]i?b|bytes?|fps|hz|rps|qps|tps|iops|\\p{L}{1,20}\\s?/\\s?(?:s|sec|second|min|minute)';
const endOfUnit = String.raw`(?![\p{Script=Latin}\d])`;

const bounded = new RegExp(
  `(?:[<≤≦＜>≥≧＞]=?|(?<!\\p{L})(?:under|below|less than|at most|at least|no more than|unter|höchstens|mindestens)|小于|低于|不超过|至少)${number}(?:${time}|${size})${endOfUnit}`,
  'iu',
);

const quick = new RegExp(
  String.raw`(?<!\p{L})(?:within|innerhalb von)${number}(?:[nµμum]s)${endOfUnit}|\dms以内`,
  'iu',
);

const percentile = /\bP(?:50|75|9\d(?:\.\d)?)\b.{0,40}(?<![\p{L}\d.])\d/iu;

const named =
  /\b(?:perf(?:ormance)?|latency|throughput|memory|measured|P\d\d) (?:budgets?|targets?)\b|性能(?:预算|目标|目標)/i;

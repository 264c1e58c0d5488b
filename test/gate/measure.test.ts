import { expect, test } from 'vitest';
import { measure } from '../../core/gate/measure.ts';
import { budgetIn } from '../../core/plan/criteria/budget.ts';

/** The amount that is found for a budget, or why there is none. */
function found(output: string, budget: string): number | string {
  const measured = measure(output, budgetIn(budget)!);
  return 'found' in measured ? measured.found.amount : measured.why;
}

test.each([
  ['p95: 12 ms', 'p95 < 20 ms', 0.012],
  ['p50: 3 ms, p95: 12 ms, p99: 20 ms', 'p95 < 1 s', 0.012],
  ['p50 3ms p95 12ms p99 20ms', 'p95 < 1 s', 0.012],
  ['| p50 | 3 ms |\n| p95 | 12 ms |', 'p95 < 1 s', 0.012],
  ['\u001B[1mp95\u001B[0m 12 ms', 'p95 < 1 s', 0.012],
  ['P95 of a search is 12 ms\nP95 of a write is 40 ms', 'p95 of a search ≤ 20 ms', 0.012],
  ['done in 1.2 s\n10,500 requests per second', 'at least 10k req/s', 10_500],
  ['12500 rps', 'at least 10k req/s', 12_500],
  ['120 MiB', 'under 200 MB', 120 * 1024 ** 2],
  ['  Time (mean ± σ):      12.3 ms ±   0.5 ms    [User: 9 ms, System: 3 ms]', 'mean ≤ 20 ms', 0.0123],
  ['延迟 12 毫秒', '延迟不超过 20 ms', 0.012],
  ['12 ms\nagain: 12 ms', 'at most 20 ms', 0.012],
  ['1234 ns/op', 'at most 2 µs/op', 1.234e-6],
])('In %j the number for "%s" is found.', (output, budget, amount) => {
  expect(found(output, budget)).toBeCloseTo(amount, 12);
});

test.each([
  ['done', 'at most 20 ms', 'the output has no number in ms'],
  ['p50: 12 ms', 'p95 < 20 ms', 'the output has no number in ms on a line with "p95"'],
  ['p950: 12 ms', 'p95 < 20 ms', 'the output has no number in ms on a line with "p95"'],
  ['12 MB/s', 'under 200 MB', 'the output has no number in MB'],
  ['12 ms/op', 'under 20 ms', 'the output has no number in ms'],
  ['a: 12 ms\nb: 13 ms', 'at most 20 ms', 'the output has several numbers in ms: 12 ms, 13 ms'],
  ['3ms p50, 12ms p95, 20ms p99', 'p95 < 15 ms', 'the output has several numbers in ms on a line with "p95": 3ms, 12ms, 20ms'],
  ['3ms p50 12ms p95 20ms p99', 'p95 < 15 ms', 'the output has several numbers in ms on a line with "p95": 3ms, 12ms, 20ms'],
  ['mean 3 ms p95, max 20 ms', 'p95 < 25 ms', 'the output has several numbers in ms on a line with "p95": 3 ms, 20 ms'],
  ['1.234,5 ms', 'at most 20 ms', 'the output has no number in ms'],
  ['10 000 req/s', 'at least 1 req/s', 'the output has no number in req/s'],
])('In %j no number for "%s" can be told for certain.', (output, budget, why) => {
  expect(found(output, budget)).toBe(why);
}); // prettier-ignore

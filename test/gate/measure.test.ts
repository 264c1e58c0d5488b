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
  ['BenchmarkSearch-8   \t  500000\t      1234 ns/op\t     256 B/op\t       3 allocs/op', 'at most 2 µs/op', 1.234e-6],
  ['test bench_search ... bench:       1,234 ns/iter (+/- 56)', 'at most 2 µs/iter', 1.234e-6],
  ['BenchmarkSearch/small-8 \t 500 \t 12.5 ns/op', 'at most 2 µs/op', 1.25e-8],
  ['Benchmark: 12 ms', 'at most 20 ms', 0.012],
  ['Benchmark 12 ms', 'at most 20 ms', 0.012],
  ['03:04:05 INFO p95 12 ms', 'p95 < 1 s', 0.012],
  ['p95:12ms', 'p95 < 1 s', 0.012],
  ['p95=12ms max=20ms', 'p95 < 1 s', 0.012],
  ['     http_req_duration: avg=9ms max=20ms p(90)=11ms p(95)=12ms', 'p(95) < 1 s', 0.012],
  ['2026-01-02T03:04:05.678Z INFO p95 12 ms', 'p95 < 1 s', 0.012],
  ['[03:04:05] p95 - 12 ms', 'p95 < 1 s', 0.012],
  ['p95 of 1000 runs: 12 ms', 'p95 < 1 s', 0.012],
  ['p95: 900 ms\rdone\nmax 12 ms', 'max < 1 s', 0.012],
  ['p50 -> 3 ms\np95 -> 12 ms', 'p95 < 1 s', 0.012],
  ['12 ms p95', 'p95 < 1 s', 0.012],
  ['- 12,500 req/s for search', 'search at least 10k req/s', 12_500],
  ['http_req_duration..............: 12 ms', 'http_req_duration < 1 s', 0.012],
  ['"p95": "12 ms",', 'p95 < 1 s', 0.012],
  ['search p95: 12 ms', 'p95 < 1 s', 0.012],
  ['p95: 12 ms, 0 failed', 'p95 < 1 s', 0.012],
  ['> bench@1.0.0 bench\n> node bench.js --p95=20ms\n\np95: 12 ms', 'p95 < 1 s', 0.012],
  ['$ node bench.js --p95=20ms\np95: 12 ms', 'p95 < 1 s', 0.012],
  ['node bench/search.js --search=20ms\nsearch: 12 ms', 'search < 1 s', 0.012],
  ['test bench_search ... bench:       1,234 ns/iter (+/- 56)', 'bench_search at most 2 µs/iter', 1.234e-6],
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
  ['3ms p50, 12ms p95, 20ms p99', 'p95 < 15 ms', 'this line cannot be read for certain: 3ms p50, 12ms p95, 20ms p99'],
  ['3ms p50 12ms p95 20ms p99', 'p95 < 15 ms', 'this line cannot be read for certain: 3ms p50 12ms p95 20ms p99'],
  ['mean 3 ms p95, max 20 ms', 'p95 < 25 ms', 'this line cannot be read for certain: mean 3 ms p95, max 20 ms'],
  ['1.234,5 ms', 'at most 20 ms', 'this line cannot be read for certain: 1.234,5 ms'],
  ['10 000 req/s', 'at least 1 req/s', 'this line cannot be read for certain: 10 000 req/s'],
])('In %j no number for "%s" can be told for certain.', (output, budget, why) => {
  expect(found(output, budget)).toBe(why);
}); // prettier-ignore

test.each([
  'p95: 900 ± 15 ms', 'p95: 900 +/- 15 ms', 'p95: 500+-15 ms', 'p95: 1.2e+03 ms', 'p95: 1.5e-3 ms', 'p95: 1.2E3 ms', "p95 1'234 ms", 'p95 1’234 ms',
  'p95: -5 ms', 'p95: +5 ms', 'p95: −5 ms', 'p95: 12:15 ms', 'p95 10-15 ms', 'p95 10–15 ms', 'p95: 1000/15 ms', 'p95: 1 500 ms', 'p95: 1\t500 ms',
  'p95: 1\u2009500 ms', 'p95: 1.2×10^3 ms', 'p95: 1.2 * 10 ms', 'p95: 4m15 ms', 'p95: 4m 15 ms', 'p95: 1m30s', 'p95: NaN ms', 'p95: 0x12 ms', 'p95: 3 ms²',
  'p95 was 900, target 20 ms', 'p95 target 20 ms: 900 exceeded', 'p95 limit: 20 ms', 'p95 max 20 ms', 'p95 20 ms max, measured 900 ms', 'p95 budget 20 ms, took 0.9 s',
  'p95 < 20 ms', 'p95 is under 20 ms', 'p95 20 ms or less', 'p95 ~12 ms', 'p95 12 ms < 20 ms', 'p95 baseline 12 ms', 'p95 before: 12 ms, now: 900 ms',
  'p95 12 ms to 900 ms', 'p95  11 ms  12 ms  13 ms', 'p95: 3 ms\np95: 1.2e+03 ms', 'p95 (run 900): 12 ms', 'p95 上限 20 ms', 'p95: ± 15 ms', 'p95 warm-up 12 ms, steady 900 ms',
])('Of %j it cannot be told what was measured.', (output) => {
  expect(measure(output, budgetIn('p95 ≤ 20 ms')!)).toEqual({ why: expect.any(String) });
}); // prettier-ignore

test.each([
  ['Benchmark: 900 ms (fastest 12 ms)', 'at most 20 ms'],
  ['BenchmarkSearch: 900 ms (search best: 12 ms)', 'at most 20 ms'],
  ['BenchmarkSearch: 900 ms (search best: 12 ms)', 'search ≤ 20 ms'],
  ['Benchmark 900 ms for p95, p50 3 ms', 'p95 ≤ 20 ms'],
  ['Benchmark 900 ms/op, at best 12 ms/op', 'at most 20 ms/op'],
  ['Benchmark: 900 12 ms/op', 'at most 20 ms/op'],
  ['1:30 search (fastest 12 ms)', 'search ≤ 20 ms'],
  ['00:01:30 search (fastest 12 ms)', 'search ≤ 20 ms'],
  ['[01:30] search (fastest 12 ms)', 'search ≤ 20 ms'],
  ['search +/- 900 ms, fastest 12 ms', 'search ≤ 20 ms'],
])('Of %j nothing that may be the measurement is taken away for "%s".', (output, budget) => {
  expect(measure(output, budgetIn(budget)!)).toEqual({ why: expect.any(String) });
});

test.each([
  ['search p95: NaN ms, insert p95: 12 ms', 'p95 of a search ≤ 20 ms'],
  ['search p50: 3 ms, insert p95: 12 ms', 'p95 of a search ≤ 20 ms'],
  ['search p95: 900; insert p95: 12 ms', 'p95 of a search ≤ 20 ms'],
  ['search p95: NaN ms, insert p95: 12 ms', 'p95 ≤ 20 ms'],
  ['p95: n/a (timed out), p50: 12 ms', 'p95 ≤ 20 ms'],
  ['p95: n/a 12 ms', 'p95 ≤ 20 ms'],
  ['p95 (ms): 900\nwarmup p95: 12 ms', 'p95 ≤ 20 ms'],
  ['p95 [ms] 900\nold p95: 12 ms', 'p95 ≤ 20 ms'],
  ['> node bench.js --p95=20ms\np95: 900', 'p95 ≤ 20 ms'],
  ['p95: Infinity ms p50: 12 ms', 'p95 ≤ 20 ms'],
  ['p95: ∞ p50: 12 ms', 'p95 ≤ 20 ms'],
  ['p95: error; median 12 ms', 'p95 ≤ 20 ms'],
  ['p95: unavailable; median 12 ms', 'p95 ≤ 20 ms'],
  ['p95: unavailable\np95: 12 ms', 'p95 ≤ 20 ms'],
  ['p50: 12 ms p95: timed out', 'p95 ≤ 20 ms'],
  ['p50: 12 ms p95:', 'p95 ≤ 20 ms'],
  ['12 ms p50, p95 -', 'p95 ≤ 20 ms'],
  ['p95 regressed by 12 ms', 'p95 ≤ 20 ms'],
  ['p95: 12 ms slower', 'p95 ≤ 20 ms'],
  ['p95: 12 ms until it stopped', 'p95 ≤ 20 ms'],
  ['| p95 | - | 12 ms |', 'p95 ≤ 20 ms'],
  ['| p95 | | 12 ms |', 'p95 ≤ 20 ms'],
  ['search 3ms p50 12ms p95 20ms p99', 'p50 ≤ 20 ms'],
  ['search: NaN ms\nwarmup: 3 ms', 'at most 20 ms'],
  ['search: n/a\nwarmup: 3 ms', 'at most 20 ms'],
  ['search: timed out\nwarmup: 3 ms', 'at most 20 ms'],
  ['search: 900\nwarm-up: 3 ms', 'at most 20 ms'],
  ['search (ms): 900 of 900\nfirst: 3 ms', 'at most 20 ms'],
])('In %j what "%s" means has no number, and that of another label does not count.', (output, budget) => {
  expect(measure(output, budgetIn(budget)!)).toEqual({ why: expect.stringMatching(/^this line cannot be read/) });
});

test('A line that cannot be read for certain is shown.', () => {
  expect(found('p95: 900 ± 15 ms', 'p95 ≤ 20 ms')).toBe('this line cannot be read for certain: p95: 900 ± 15 ms');
});

test('A long line is measured in no time.', () => {
  const started = process.cpuUsage();
  for (const part of [
    'p95 ',
    '1 ',
    '1 ms ',
    '±',
    '1,',
    '(',
    'max ',
    '12 ms ± ',
    ' ',
    '1.',
    'Benchmark',
    '--p9=',
    'a.js ',
    'nan ',
    'of 1 runs',
  ])
    measure(`p95 ${part.repeat(20_000)}`, budgetIn('p95 ≤ 20 ms')!);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
});

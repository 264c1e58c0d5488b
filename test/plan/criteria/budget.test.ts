import { describe, expect, test } from 'vitest';
import { budgetIn, keepsBudget } from '../../../core/plan/criteria/budget.ts';

test.each([
  ['p95 ≤ 20 ms', '≤', 20, 'ms', ['p95']],
  ['p95 <= 20 ms', '≤', 20, 'ms', ['p95']],
  ['p95 < 5s', '<', 5, 's', ['p95']],
  ['the p95 of a search is under 1.5 s.', '<', 1.5, 's', ['p95', 'search']],
  ['shows at least 10k req/s', '≥', 10_000, 'req/s', []],
  ['throughput above 10,000 requests per second', '>', 10_000, 'requests per second', ['throughput']],
  ['RSS stays below 200 MB', '<', 200, 'MB', ['rss']],
  ['peak memory does not exceed 1_500 KiB', '≤', 1_500, 'KiB', ['peak', 'memory']],
  ['no more than 3 errors', '≤', 3, 'errors', []],
  ['coverage of at least 90 %', '≥', 90, '%', ['coverage']],
  ['is > 2× of the baseline', '>', 2, '×', ['baseline']],
  ['显示 p95 不超过 20 毫秒', '≤', 20, '毫秒', ['显示', 'p95']],
  ['延迟低于 500ms', '<', 500, 'ms', ['延迟']],
  ['吞吐至少 10k 请求/秒', '≥', 10_000, '请求/秒', ['吞吐']],
  ['500ms以内', '≤', 500, 'ms', []],
  ['20 ミリ秒未満', '<', 20, 'ミリ秒', []],
  ['10k req/s 以上', '≥', 10_000, 'req/s', []],
  ['höchstens 20 ms', '≤', 20, 'ms', []],
])('"%s" is a budget.', (text, comparison, value, unit, label) => {
  expect(budgetIn(text)).toMatchObject({ comparison, value, unit, label });
});

test.each([
  ['p95 20 ms', 'nothing is compared'],
  ['p50 < 1 ms and p95 < 5 ms', 'there are two'],
  ['under 20 ms at 1,000 users', 'there is a number beside it'],
  ['is not under 20 ms', 'it is turned round'],
  ['under 20 ms, except on Windows', 'something is taken out'],
  ['不低于 20 ms 的请求不存在', 'it is turned round'],
  ['under 20', 'it has no unit'],
  ['under 1.234,5 ms', 'the number has two readings'],
  ['at least 10 000 req/s', 'the number may be two'],
  ['under 5-10 ms', 'the number is a range'],
  ['under 20 ms (10-15 ms today)', 'there is a range beside it'],
  ["under 1'234 ms", 'the number may be the end of another'],
  ["1'234 ms or less", 'the number may be the end of another'],
  ['under 1.2e3 ms', 'the number has an exponent'],
  ['-> 20 ms', 'that is an arrow'],
  ['', 'there is nothing'],
])('"%s" is none: %s.', (text) => {
  expect(budgetIn(text)).toBeUndefined();
});

describe('a number keeps to a budget', () => {
  test.each([
    ['<', 19.9, true],
    ['<', 20, false],
    ['≤', 20, true],
    ['≤', 20.1, false],
    ['>', 20, false],
    ['>', 20.1, true],
    ['≥', 20, true],
    ['≥', 19.9, false],
  ] as const)('%s 20: %d is %s', (comparison, amount, keeps) => {
    expect(keepsBudget(amount, { comparison, amount: 20 })).toBe(keeps);
  });

  test('of the same size in another unit, although its last bit differs.', () => {
    expect(keepsBudget(0.1 + 0.2, { comparison: '≤', amount: 0.3 })).toBe(true);
    expect(keepsBudget(0.3, { comparison: '<', amount: 0.1 + 0.2 })).toBe(false);
  });
});

test('A long text is read in no time.', () => {
  const started = process.cpuUsage();
  for (const part of ['1', '1,000', '1 ', '< ', '不', 'ms ', '1ms ', ' ']) budgetIn(part.repeat(20_000));
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
});

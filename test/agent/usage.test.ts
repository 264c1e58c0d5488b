import { expect, test } from 'vitest';
import { addUsage, replaceUsage, usageSchema, usageSince } from '../../core/agent/usage.ts';

test('Usage is added up field by field; what was never said stays unsaid.', () => {
  expect(addUsage({ inputTokens: 1 }, { inputTokens: 2, costUsd: 0.5 })).toEqual({ inputTokens: 3, costUsd: 0.5 });
  expect(addUsage({}, {})).toEqual({});
});

test('Figures that count a session from its beginning become what came on top.', () => {
  expect(usageSince({ inputTokens: 200, costUsd: 1 }, { inputTokens: 400, costUsd: 1.25, outputTokens: 7 })).toEqual({
    inputTokens: 200,
    costUsd: 0.25,
    outputTokens: 7,
  });
});

test('When a figure fell, all count from zero again.', () => {
  expect(usageSince({ inputTokens: 200, costUsd: 1 }, { inputTokens: 50, costUsd: 2 })).toEqual({
    inputTokens: 50,
    costUsd: 2,
  });
});

test('No figure grows beyond what can be written down.', () => {
  const most = { inputTokens: Number.MAX_SAFE_INTEGER };
  expect(addUsage(most, most)).toEqual(most);
  expect(replaceUsage({}, { costUsd: 1e300 })).toEqual({ costUsd: Number.MAX_SAFE_INTEGER });
  expect(usageSchema.safeParse(most).success).toBe(true);
  expect(usageSchema.safeParse({ inputTokens: 1.7e308 }).success).toBe(false);
});

import { z } from 'zod';

/** Beyond it numbers are not exact, and sums of them may be none: nothing costs as much. */
const most = Number.MAX_SAFE_INTEGER;
const figure = z.number().nonnegative().max(most);

/** What agent calls cost, as far as agents say. Cached input tokens are among the input tokens. */
export const usageSchema = z.object({
  inputTokens: figure.optional(),
  cachedInputTokens: figure.optional(),
  outputTokens: figure.optional(),
  costUsd: figure.optional(),
});
export type Usage = z.infer<typeof usageSchema>;

const fields = ['inputTokens', 'cachedInputTokens', 'outputTokens', 'costUsd'] as const;

/** Adds up what was said; what was never said stays unsaid. */
export function addUsage(a: Usage, b: Usage): Usage {
  return combine(a, b, (x, y) => x + y);
}

/** What came on top of `before`, of figures that count a session from its beginning. */
export function usageSince(before: Usage, now: Usage): Usage {
  const since: Usage = {};
  // A session that was begun anew counts from zero again, in all that it counts.
  const isAnew = fields.some((field) => (now[field] ?? Infinity) < (before[field] ?? 0));
  for (const field of fields) {
    const value = now[field];
    if (value !== undefined) since[field] = isAnew ? value : value - (before[field] ?? 0);
  }
  return since;
}

/** Fields of `now` in place of those of `before`. */
export function replaceUsage(before: Usage, now: Usage): Usage {
  return { ...before, ...combine(now, {}, (x) => x) };
}

export function totalTokens(usage: Usage): number {
  return (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
}

function combine(a: Usage, b: Usage, add: (x: number, y: number) => number): Usage {
  const sum: Usage = {};
  for (const field of fields) {
    const values = [a[field], b[field]].filter((value) => value !== undefined);
    if (values.length > 0) sum[field] = Math.min(values.reduce(add), most);
  }
  return sum;
}

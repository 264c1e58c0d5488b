import { z } from 'zod';
import type { Usage } from './usage.ts';

/** Tokens as codex counts them, from the beginning of a thread. */
export const codexUsageSchema = z.object({
  input_tokens: z.number().nonnegative(),
  cached_input_tokens: z.number().nonnegative().optional(),
  output_tokens: z.number().nonnegative(),
});

/** Cached input is part of the input, and reasoning part of the output. */
export function codexUsage(usage: z.infer<typeof codexUsageSchema>): Usage {
  return {
    inputTokens: usage.input_tokens,
    ...(usage.cached_input_tokens === undefined ? {} : { cachedInputTokens: usage.cached_input_tokens }),
    outputTokens: usage.output_tokens,
  };
}

import { z } from 'zod';
import { addUsage, type Usage } from './usage.ts';

/** What is missing or odd beside the point must not cost a whole line. */
export const amount = z.number().nonnegative().catch(0);

export const modelUsageSchema = z.object({
  inputTokens: amount,
  cacheCreationInputTokens: amount,
  cacheReadInputTokens: amount,
  outputTokens: amount,
});

/** What a session has used since it began, as claude counts it: by model, and in US dollars. */
export function claudeUsage(
  modelUsage: Readonly<Record<string, z.infer<typeof modelUsageSchema>>>,
  costUsd: number,
): Usage {
  const byModel = Object.values(modelUsage).map((of) => ({
    inputTokens: of.inputTokens + of.cacheCreationInputTokens + of.cacheReadInputTokens,
    cachedInputTokens: of.cacheReadInputTokens,
    outputTokens: of.outputTokens,
  }));
  return byModel.reduce<Usage>(addUsage, { costUsd });
}

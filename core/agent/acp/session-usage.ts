import { addUsage, type Usage } from '../usage.ts';
import type { Prompted } from './messages.ts';

/**
 * What a session has used from its beginning, by what the agent says at the end of a turn. The protocol leaves open what
 * that is about, and agents differ: some mean the session, some the turn. Figures of the session never fall below what it
 * was known to have used; one that does tells that all are of the turn. Of a turn that used more than all those before it,
 * too little is counted.
 */
export function sessionUsage(before: Usage, told: NonNullable<Prompted['usage']>): Usage {
  const usage = usageOf(told);
  const isOfTurn = tokens.some((field) => (usage[field] ?? Infinity) < (before[field] ?? 0));
  return isOfTurn ? addUsage({ ...before, costUsd: undefined }, usage) : usage;
}

const tokens = ['inputTokens', 'cachedInputTokens', 'outputTokens'] as const;

/** Where cached tokens come on top of the others, the total tells. */
function usageOf(usage: NonNullable<Prompted['usage']>): Usage {
  const { inputTokens, outputTokens, totalTokens, cachedReadTokens, cachedWriteTokens } = usage;
  const cached = (cachedReadTokens ?? 0) + (cachedWriteTokens ?? 0);
  const isBeside = (totalTokens ?? 0) >= inputTokens + outputTokens + cached;
  return {
    inputTokens: isBeside ? inputTokens + cached : inputTokens,
    outputTokens,
    ...(typeof cachedReadTokens === 'number' ? { cachedInputTokens: cachedReadTokens } : {}),
  };
}

import type { Trouble, TroubleKind } from '../trouble.ts';
import type { RpcError } from './rpc.ts';

/** What an agent's error means for us, by its code and its words. Agents pass on what their provider said. */
export function rpcTrouble({ code, message, data }: RpcError): Trouble {
  const details = data === undefined || data === null ? '' : ` ${JSON.stringify(data)}`;
  const text = `${message}${details}`.slice(0, longestText);
  return { kind: kindOf(code, text), text: `${text} (code ${code})` };
}

/** A usage limit that is reached comes with the code of one that passes. */
function kindOf(code: number, text: string): TroubleKind {
  return usageLimit.test(text) ? 'quota' : (byCode.get(code) ?? byWords(text));
}

const usageLimit = /insufficient_quota|quota exceeded|exceeded your current quota|usage limit|out of credits/i;

/** The protocol's own code, and those of agents that pass on the status of HTTP. */
const byCode: ReadonlyMap<number, TroubleKind> = new Map<number, TroubleKind>([
  [-32_000, 'auth'],
  [401, 'auth'],
  [403, 'auth'],
  [413, 'input-too-large'],
  [429, 'rate-limit'],
  [502, 'provider'],
  [503, 'provider'],
  [504, 'provider'],
  [529, 'provider'],
]);

const words: readonly (readonly [RegExp, TroubleKind])[] = [
  [/rate.?limit|too many requests|\b429\b/i, 'rate-limit'],
  [/unauthori[sz]ed|authentication|not logged in|invalid api key|x-api-key|\b401\b|\b403\b/i, 'auth'],
  [/context.length|prompt is too long|too many tokens|context window/i, 'input-too-large'],
  [/overloaded|internal server error|service unavailable|bad gateway|\b5(?:00|02|03|04|29)\b/i, 'provider'],
  [/ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|socket|fetch failed|network|unable to connect/i, 'network'],
];

function byWords(text: string): TroubleKind {
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? 'agent-error';
}

const longestText = 2000;

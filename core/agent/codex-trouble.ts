import type { Trouble, TroubleKind } from './trouble.ts';

/** What codex's words about a turn that failed mean. They are sentences for people: a status is in few of them. */
export function troubleOfWords(text: string): Trouble {
  const seconds = retryAfter(text);
  return { kind: kindOf(text), text, ...(seconds === undefined ? {} : { retryAfter: seconds * 1000 }) };
}

/**
 * When the usage limit ends that a sentence of codex tells of, in milliseconds since the epoch; `at` is when it was said.
 * The sentence has the time of day in the zone of codex, which we set to UTC, and the date only if it is another day.
 */
export function resetTime(text: string, at: number): number | undefined {
  const found =
    /\b[Tt]ry again at (?:([A-Z][a-z]{2}) (\d{1,2})[a-z]{2}, (\d{4}) )?(\d{1,2}):(\d{2}) ([AP])M/.exec(text) ??
    undefined;
  if (!found) return undefined;
  const [, month, day, year, hour, minute, half] = found;
  const today = new Date(at);
  const date =
    month === undefined
      ? [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()]
      : [Number(year), months.indexOf(month), Number(day)];
  const [fullYear = 0, monthIndex = 0, dayOfMonth = 0] = date;
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0);
  // Seconds were cut off: a minute later it is over for certain.
  return monthIndex < 0 ? undefined : Date.UTC(fullYear, monthIndex, dayOfMonth, hours, Number(minute) + 1);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function kindOf(text: string): TroubleKind {
  const status = /\b(?:unexpected|last) status:? (\d{3})\b/.exec(text)?.[1];
  if (status !== undefined) return kindOfStatus(Number(status));
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? 'agent-error';
}

function kindOfStatus(status: number): TroubleKind {
  if (status === 401 || status === 403) return 'auth';
  if (status === 402) return 'quota';
  if (status === 413) return 'input-too-large';
  if (status === 429) return 'rate-limit';
  return status >= 500 ? 'provider' : 'agent-error';
}

const words: readonly (readonly [RegExp, TroubleKind])[] = [
  [/usage limit|quota exceeded|insufficient_quota|out of credits|credit limit|with your ChatGPT plan/i, 'quota'],
  [/Missing environment variable|not logged in|log ?in again|sign(?:ed)? in|refresh token|access token/i, 'auth'],
  [/rate limit/i, 'rate-limit'],
  [/high demand|high load|at capacity|capacity is unavailable|overloaded/i, 'provider'],
  [/ran out of room|context window|input_too_large|exceeds the maximum length/i, 'input-too-large'],
  [/no rollout found|thread not found/i, 'session-lost'],
  [/stream disconnected|connection failed|error sending request|waiting for network|timed? ?out/i, 'network'],
];

/** Seconds. */
function retryAfter(text: string): number | undefined {
  const [, amount, unit] = /\btry again in (\d+(?:\.\d+)?) ?(ms|s|m)\b/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60 };
  return amount === undefined || unit === undefined ? undefined : Number(amount) * (units[unit] ?? 1);
}

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

/** A status says less than a word for what exactly it is; what else a body with a status says is its sender's own matter. */
function kindOf(text: string): TroubleKind {
  const exact = wordIn(exactWords, text);
  if (exact !== undefined) return exact;
  const status = /\b(?:unexpected|last) status:? (\d{3})\b/.exec(text)?.[1];
  return status === undefined ? (wordIn(sentences, text) ?? 'agent-error') : kindOfStatus(Number(status));
}

function wordIn(known: readonly (readonly [RegExp, TroubleKind])[], text: string): TroubleKind | undefined {
  return known.find(([pattern]) => pattern.test(text))?.[1];
}

function kindOfStatus(status: number): TroubleKind {
  if (status === 401 || status === 403) return 'auth';
  if (status === 402) return 'quota';
  if (status === 413) return 'input-too-large';
  if (status === 429) return 'rate-limit';
  return status >= 500 ? 'provider' : 'agent-error';
}

const exactWords: readonly (readonly [RegExp, TroubleKind])[] = [
  [
    /\b(?:insufficient_quota|usage_limit_reached|usage_not_included)\b|\bquota exceeded\b|\bexceeded your current quota\b/i,
    'quota',
  ],
  [/\b(?:hit|reached) your (?:usage limit|spend cap|workspace credit limit)\b|\bout of credits\b/i, 'quota'],
  [/\bTo use Codex with your ChatGPT plan\b/, 'quota'],
  [/\b(?:context_length_exceeded|input_too_large)\b|\bInput exceeds the maximum length of\b/, 'input-too-large'],
  [/\bCodex ran out of room in the model's context window\b/, 'input-too-large'],
];

/** As codex writes them. Others may hold the same words: what a tool, a plugin or a schema is said to have done wrong. */
const sentences: readonly (readonly [RegExp, TroubleKind])[] = [
  [/\bMissing environment variable: `|\b[Nn]ot (?:logged|signed) in\b/, 'auth'],
  [/\b(?:log|sign) in again\b|\bYour (?:access|refresh) token\b|\bFailed to refresh token\b/, 'auth'],
  [/\brate limit (?:exceeded|reached)\b|\brate_limit_exceeded\b/i, 'rate-limit'],
  [/\bexperiencing high (?:demand|load)\b|\bmodel is at capacity\b/i, 'provider'],
  [/\bcapacity is unavailable\b|\bserver overloaded\b|\bserver_overloaded\b/i, 'provider'],
  [/\bno rollout found\b|\bthread not found\b/, 'session-lost'],
  [/\bstream disconnected before completion\b|\bConnection failed\b|\berror sending request\b/, 'network'],
  [/\bwaiting for network\b|\b[Rr]equest timed out\b/, 'network'],
];

/** Seconds. */
function retryAfter(text: string): number | undefined {
  const [, amount, unit] = /\btry again in (\d+(?:\.\d+)?) ?(ms|s|m)\b/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60 };
  return amount === undefined || unit === undefined ? undefined : Number(amount) * (units[unit] ?? 1);
}

import type { Trouble, TroubleKind } from './trouble.ts';

/** What `claude` says of a request that the API refused, or that did not get there. */
export interface ClaudeRefusal {
  /** Its own word for the class of it: `authentication_failed`, `rate_limit`, `server_error`. */
  readonly error: string;
  /** Its own word for what exactly it is, where it has one: `usage_limit_reached`, `connection_failed`. */
  readonly cause: string | undefined;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  readonly text: string;
  /** When a usage limit ends, in seconds since the epoch. */
  readonly resetsAt: number | undefined;
}

export function troubleOfRefusal(refusal: ClaudeRefusal): Trouble {
  const { text, resetsAt } = refusal;
  const kind = kindOf(refusal);
  if (kind !== 'quota') return { kind, text };
  const end = resetsAt === undefined ? accessRegained(text) : resetsAt * 1000;
  return { kind, text, ...(end === undefined ? {} : { resetsAt: end }) };
}

function kindOf({ error, cause, status, text }: ClaudeRefusal): TroubleKind {
  // A spending limit that is set for an API key comes as a request that is simply wrong; only its words tell.
  if (cause === 'usage_limit_reached' || error === 'billing_error' || status === 402 || usageLimit.test(text))
    return 'quota';
  if (status === 413 || promptTooLong.test(text)) return 'input-too-large';
  if (error === 'authentication_failed' || status === 401 || status === 403) return 'auth';
  if (status === 429) return 'rate-limit';
  if (status !== undefined && status >= 500) return 'provider';
  // An answer that breaks off with an error began with a good status, and one that never came has none.
  if (status !== undefined && status >= 400) return 'agent-error';
  if (cause === 'connection_failed') return 'network';
  return ownWords.get(error) ?? (malformed.test(text) ? 'provider' : 'agent-error');
}

/** What it says without a status. A `server_error` is its word for what it cannot name: no answer came. */
const ownWords: ReadonlyMap<string, TroubleKind> = new Map([
  ['rate_limit', 'rate-limit'],
  ['overloaded', 'provider'],
  ['server_error', 'network'],
]);

/** An `unknown` error: the provider, or what stands before it, broke off its answer or gave one that is none. */
const malformed = /API returned an empty or malformed response/;
const usageLimit = /reached your specified API usage limits|credit balance is too low/i;
const promptTooLong = /^Prompt is too long/i;

/** `You will regain access on 2026-12-01 at 00:00 UTC.` */
function accessRegained(text: string): number | undefined {
  const [, day, time] = /regain access on (\d{4}-\d{2}-\d{2}) at (\d{2}:\d{2}) UTC/.exec(text) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(`${day}T${time}:00Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** What ended a turn that no refusal did, by the `subtype` of its result. */
export function troubleOfResult(subtype: string, errors: readonly string[]): Trouble {
  const text = [subtype, ...errors].join(': ');
  if (noSession.test(text)) return { kind: 'session-lost', text };
  return { kind: resultKinds[subtype] ?? 'agent-error', text };
}

const resultKinds: Readonly<Record<string, TroubleKind>> = {
  error_max_turns: 'limit',
  error_max_budget_usd: 'limit',
  error_max_structured_output_retries: 'bad-output',
};

/** What it said on standard error before it began a turn. */
export function troubleOfStart(how: string, said: string): Trouble {
  const text = `${how}: ${said}`;
  if (noSession.test(said)) return { kind: 'session-lost', text };
  if (/stdin input exceeds/.test(said)) return { kind: 'input-too-large', text };
  return { kind: 'agent-error', text };
}

const noSession = /No conversation found with session ID/;

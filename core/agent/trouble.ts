import type { FailureReason } from '../failure.ts';

/** How a turn of an agent ended when it did not end well. One word for each thing that is done about it. */
export const troubles = [
  'cancelled',
  'limit',
  'not-installed',
  'bad-version',
  'auth',
  'quota',
  'rate-limit',
  'provider',
  'network',
  'input-too-large',
  'session-lost',
  'bad-output',
  'agent-error',
  'violation',
] as const;
export type TroubleKind = (typeof troubles)[number];

export interface Trouble {
  readonly kind: TroubleKind;
  /** What the agent or its provider said, for people. */
  readonly text: string;
  /** When a usage limit ends, in milliseconds since the epoch, where it was said. */
  readonly resetsAt?: number | undefined;
  /** Milliseconds to wait before another try, where it was said. */
  readonly retryAfter?: number | undefined;
}

/** What happened to an agent, for people: `The agent \`claude\` could not log in: …`. */
export function describeTrouble(agent: string, { kind, text }: Trouble): string {
  return `The agent \`${agent}\` ${verbs[kind]}: ${text}`;
}

const verbs: Readonly<Record<TroubleKind, string>> = {
  cancelled: 'was stopped',
  limit: 'was ended',
  'not-installed': 'could not be started',
  'bad-version': 'is of a version that cannot be used',
  auth: 'could not log in',
  quota: 'has reached its usage limit',
  'rate-limit': 'was told to slow down',
  provider: 'met an error of its provider',
  network: 'could not reach its provider',
  'input-too-large': 'was given more than it takes',
  'session-lost': 'has lost its session',
  'bad-output': 'gave no answer that can be used',
  'agent-error': 'failed',
  violation: 'touched what it must not',
};

/** It may go by itself, so it is tried again after a while. A usage limit is not among these: it stops all dispatch. */
export function isPassing(kind: TroubleKind): boolean {
  return kind === 'provider' || kind === 'network' || kind === 'rate-limit';
}

/** Failures that are no fault of the work: it can go on where it was. */
export const breaksOff: ReadonlySet<FailureReason> = new Set([
  'stopped',
  'agent-quota',
  'agent-rate-limit',
  'agent-provider',
  'agent-network',
  'budget',
]);

export const failureOf: Readonly<Record<TroubleKind, FailureReason>> = {
  cancelled: 'stopped',
  limit: 'agent-limit',
  'not-installed': 'missing-agent',
  'bad-version': 'agent-version',
  auth: 'agent-auth',
  quota: 'agent-quota',
  'rate-limit': 'agent-rate-limit',
  provider: 'agent-provider',
  network: 'agent-network',
  'input-too-large': 'agent-input',
  'session-lost': 'agent-session',
  'bad-output': 'bad-output',
  'agent-error': 'agent-failed',
  violation: 'agent-violation',
};

/**
 * What a part of phasewright answers when something expected goes wrong.
 * A failure is a value with a reason; an error that is thrown is a bug of ours.
 */
export interface Failure {
  readonly reason: FailureReason;
  /** One or more sentences for a person: what was found, what was expected, what to do. */
  readonly message: string;
  /** Where in a file the trouble is, if it is in a file. */
  readonly at?: Location | undefined;
}

export interface Location {
  /** Relative to the repository root, with forward slashes. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

export const failureReasons = [
  'bad-option',
  'no-repository',
  'empty-repository',
  'git-too-old',
  'shallow-clone',
  'read-only',
  'no-plan',
  'several-plans',
  'unknown-plan',
  'unknown-phase',
  'no-phases',
  'phase-empty',
  'milestone',
  'no-spec',
  'entry-gate',
  'earlier-phase',
  'nothing-to-do',
  'uncommitted-plan',
  'broken-plan',
  'plan-changed',
  'no-gates',
  'missing-agent',
  'no-permission',
  'claimed',
  'remote',
  'bundle',
  'waiting',
  'nested-run',
  'dependencies',
  'journal',
  'disk',
  'worktree',
  'conflict',
  'agent-failed',
  'agent-limit',
  'agent-version',
  'agent-auth',
  'agent-quota',
  'agent-rate-limit',
  'agent-provider',
  'agent-network',
  'agent-input',
  'agent-session',
  'agent-violation',
  'agent-ability',
  'budget',
  'bad-output',
  'no-change',
  'gates-red',
  'environment',
  'not-proven',
  'missing-result',
  'land',
  'spec-lint',
  'stopped',
  'question',
  'stage-failed',
] as const;
export type FailureReason = (typeof failureReasons)[number];

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(reason: FailureReason, message: string, at?: Location): { ok: false; failure: Failure } {
  return { ok: false, failure: at ? { reason, message, at } : { reason, message } };
}

/** `path:line:column: message`, or the message alone. */
export function describeFailure(failure: Failure): string {
  const { at, message } = failure;
  return at ? `${at.path}:${at.line}:${at.column}: ${message}` : message;
}

/** Closes a switch over a union: a new member breaks the build here. */
export function unreachable(value: never): never {
  throw new Error(`Internal error: unexpected value ${JSON.stringify(value)}`);
}

/** What the model does when it is called once. */
export type Step = (Says | Refuses | Streams | { readonly hang: true } | { readonly drop: true }) & {
  /** Waits before the first byte. */
  readonly delayMs?: number;
};

/** It answers: with words, with tool calls, or both. */
export interface Says extends Stream {
  readonly text?: string;
  /** Said as text. */
  readonly json?: unknown;
  readonly tools?: readonly ToolCall[];
  /** A call of a tool that takes free text (Responses API only). */
  readonly custom?: { readonly name: string; readonly input: string };
  readonly usage?: Tokens;
  /** The reason why it stopped, in place of the one that fits (Messages API only). */
  readonly stop?: string;
}

/** The server answers with an HTTP error, in the words of the API that was called unless `body` is given. */
export interface Refuses {
  readonly status: number;
  readonly message?: string;
  /** The error's `code` (Responses API) or `type` (Messages API). */
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Events as they are written. */
export interface Streams extends Stream {
  readonly raw: readonly StreamEvent[];
}

interface Stream {
  readonly headers?: Readonly<Record<string, string>>;
  readonly eventDelayMs?: number;
  /** Cuts the connection after so many events. */
  readonly cutAfter?: number;
  /** Says nothing more after so many events, with the connection open. */
  readonly stallAfter?: number;
}

export interface ToolCall {
  readonly name: string;
  readonly input: unknown;
  /** Of tools that belong to a group (Responses API only). */
  readonly namespace?: string;
}

/** Cached input comes on top of `input` in the Messages API, and is part of it in the Responses API. */
export interface Tokens {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
}

export interface StreamEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const usualTokens = { input: 100, output: 20, cacheRead: 0 };

export function textOf(step: Says): string | undefined {
  return step.json === undefined ? step.text : JSON.stringify(step.json);
}

/** What a driven child says of itself when it connects. */
export type Hello = AgentHello | GateHello;

interface About {
  readonly pid: number;
  /** Where it was started: an agent in its worktree, a gate in its project. */
  readonly cwd: string;
  /** The phase run that it belongs to; empty outside of one. */
  readonly run: string;
}

export interface AgentHello extends About {
  readonly kind: 'agent';
  readonly task: string;
  readonly role: string;
  readonly round: number;
  readonly attempt: number;
  readonly commit: string;
  readonly nonce: string;
  /** The conversation that it is to go on with; empty for a new one. */
  readonly session: string;
  readonly prompt: string;
}

export interface GateHello extends About {
  readonly kind: 'gate';
  readonly name: string;
  /** What the checkout around it is at. */
  readonly commit: string;
  readonly tree: string;
}

/** What a test tells a driven child to do. Paths are relative to its working directory. */
export type Order =
  | { readonly do: 'print'; readonly to: 'stdout' | 'stderr'; readonly text: string }
  | { readonly do: 'write'; readonly files: Readonly<Record<string, string>> }
  | { readonly do: 'remove'; readonly paths: readonly string[] }
  | { readonly do: 'run'; readonly file: string; readonly args: readonly string[] }
  /** Ignore SIGTERM, SIGINT and SIGHUP from now on. */
  | { readonly do: 'deafen' }
  | { readonly do: 'daemon' }
  | { readonly do: 'exit'; readonly code: number };

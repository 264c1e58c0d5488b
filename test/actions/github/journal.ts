import { allows, type Level, type Permissions } from '../runner/permissions.ts';
import type { GitRemote } from './git-remote.ts';
import type { Prism } from './prism.ts';
import type { WorkflowRun } from './runs.ts';
import type { Person, State } from './state.ts';

/** A request that came, and how it was answered. */
export interface Entry {
  /** GitHub's id of the operation, `git fetch` or `git push`, or the path of one that nobody knows. */
  readonly operation: string;
  /** The job whose token it had, a login, or `nobody`. */
  readonly by: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  /** What the token had to be allowed and was not. */
  readonly lacked?: string;
}

/** Whose token it is. */
export interface Holder {
  readonly by: string;
  readonly login: string;
  /** Undefined for people, who are let through: the emulator knows what they may do. */
  readonly permissions: Permissions | undefined;
}

/** What requests are answered with. */
export interface Parts {
  readonly repository: string;
  readonly people: readonly Person[];
  readonly state: State;
  readonly prism: Prism;
  readonly remote: GitRemote | undefined;
  readonly holders: ReadonlyMap<string, Holder>;
  readonly journal: Entry[];
  readonly runs: readonly WorkflowRun[];
}

/** Whether a token may do what asks for `scope: level`. */
export function isAllowedTo({ permissions }: Holder, scope: string, level: Level): boolean {
  return permissions === undefined || allows(permissions, scope, level);
}

/** The token of a request: `Bearer` and `token` of the API, `basic` of git. */
export function tokenIn(header: string): string {
  const [kind = '', value = ''] = header.split(' ');
  return kind.toLowerCase() === 'basic' ? (Buffer.from(value, 'base64').toString().split(':')[1] ?? '') : value;
}

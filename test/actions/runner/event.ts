import type { Value } from './expression.ts';

/** What happened on GitHub, with its payload as a webhook has it. */
export interface Event {
  readonly name: EventName;
  readonly payload: Payload;
}

export type EventName =
  | 'push'
  | 'pull_request'
  | 'pull_request_target'
  | 'workflow_dispatch'
  | 'schedule'
  | 'issue_comment'
  | 'merge_group'
  | 'workflow_run';

export type Payload = Readonly<Record<string, Value>>;

/** What of the context `github` an event decides. */
export interface Head {
  readonly ref: string;
  readonly sha: string;
  readonly ref_type: string;
  readonly ref_name: string;
  readonly head_ref?: string;
  readonly base_ref?: string;
}

/** What the context `github` gets from an event. `head` is the tip of the default branch, for events that have no commit. */
export function contextOfEvent(event: Event, head: { branch: string; sha: string }): Head {
  const at = (...path: string[]) => textAt(event.payload, ...path);
  switch (event.name) {
    case 'push':
      return of(at('ref') || `refs/heads/${head.branch}`, at('after') || head.sha);
    case 'pull_request':
      return {
        ...of(`refs/pull/${at('pull_request', 'number')}/merge`, at('pull_request', 'merge_commit_sha')),
        head_ref: at('pull_request', 'head', 'ref'),
        base_ref: at('pull_request', 'base', 'ref'),
      };
    case 'workflow_dispatch':
      return of(at('ref') || `refs/heads/${head.branch}`, head.sha);
    case 'merge_group':
      return of(at('merge_group', 'head_ref'), at('merge_group', 'head_sha'));
    case 'pull_request_target':
    case 'schedule':
    case 'issue_comment':
    case 'workflow_run':
      return of(`refs/heads/${head.branch}`, head.sha);
  }
}

/** Whether the event comes from a fork, so that its jobs get neither secrets nor a token that writes. */
export function isFromFork(event: Event, repository: string): boolean {
  const head = valueAt(event.payload, 'pull_request', 'head', 'repo', 'full_name');
  return event.name === 'pull_request' && head !== undefined && head !== repository;
}

/** A value somewhere in a payload; undefined where it is not there. */
export function valueAt(value: Value, ...path: readonly string[]): Value {
  return path.reduce<Value>(
    (current, key) =>
      typeof current === 'object' && current !== null && !Array.isArray(current)
        ? (current as Readonly<Record<string, Value>>)[key]
        : undefined,
    value,
  );
}

/** A text or number somewhere in a payload, as text; empty where it is not there. */
export function textAt(value: Value, ...path: readonly string[]): string {
  const found = valueAt(value, ...path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

function of(ref: string, sha: string): Head {
  const kind = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  return { ref, sha, ref_type: kind, ref_name: ref.replace(/^refs\/(?:heads|tags|pull)\//, '') };
}

import type { AcpKind } from '../option.ts';
import type { Permission, ToolCall } from './messages.ts';

/** What the agent may do when it asks. Nobody is asked in turn: what is not certain to be allowed is refused. */
export interface Rules {
  readonly access: 'write' | 'read';
  /** Kinds of tool calls that the option allows beside those that only read and write files of the worktree. */
  readonly allow: readonly AcpKind[];
  /** Whether a path leads to something in the worktree that an agent may touch, links followed. */
  readonly isInside: (path: string) => boolean;
}

export type Decision = { readonly isAllowed: true } | { readonly isAllowed: false; readonly why: string };

export function decide(call: ToolCall, { access, allow, isInside }: Rules): Decision {
  const kind = call.kind ?? 'other';
  const paths = pathsOf(call);
  const outside = paths.find((path) => !isInside(path));
  if (outside !== undefined) return refused(`${outside} is not in its worktree`);
  if (reading.has(kind) || (writing.has(kind) && access === 'write'))
    return paths.length > 0 || kind === 'think' ? allowed : refused('it names no place');
  if (access === 'read' && kind !== 'fetch') return refused('its role only reads');
  const named = allow.find((one) => one === kind);
  return named === undefined ? refused('option allow does not name it') : allowed;
}

/** The answer to a request, of those that the agent offers. What would hold beyond this one call is never chosen. */
export function answerOf({ options }: Permission, { isAllowed }: Decision): { readonly outcome: object } {
  const kinds = isAllowed ? ['allow_once'] : ['reject_once', 'reject_always'];
  const chosen = kinds.flatMap((kind) => options.filter((option) => option.kind === kind)).at(0);
  return { outcome: chosen ? { outcome: 'selected', optionId: chosen.optionId } : { outcome: 'cancelled' } };
}

const reading: ReadonlySet<string> = new Set(['read', 'search', 'think']);
const writing: ReadonlySet<string> = new Set(['edit', 'delete', 'move']);
const allowed: Decision = { isAllowed: true };

function refused(why: string): Decision {
  return { isAllowed: false, why };
}

function pathsOf({ locations, content }: ToolCall): string[] {
  const changed = (content ?? []).flatMap(({ type, path }) => (type === 'diff' && path ? [path] : []));
  return [...(locations ?? []).map(({ path }) => path), ...changed];
}

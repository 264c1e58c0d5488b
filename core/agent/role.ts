import type { Options } from '../options.ts';
import type { AgentOption } from './option.ts';

/** What an agent is called for. Each role may be given to another agent, model and vendor. */
export const roles = [
  'implementer',
  'reviewer',
  'styleReviewer',
  'arbiter',
  'polisher',
  'reader',
  'designer',
  'tester',
] as const;
export type Role = (typeof roles)[number];

/** Whether the role changes files in its worktree, or only looks. */
export function accessOf(role: Role): 'write' | 'read' {
  return writers.has(role) ? 'write' : 'read';
}

/** The agent of a role; one that nobody was named for is done by the implementer's or the reviewer's. */
export function agentOf(options: Options, role: Role): AgentOption {
  return options[role] ?? options[accessOf(role) === 'write' ? 'implementer' : 'reviewer'];
}

const writers: ReadonlySet<Role> = new Set(['implementer', 'polisher', 'designer', 'tester']);

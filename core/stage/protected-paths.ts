import { posix } from 'node:path';
import { isNamedBacklog } from '../review/backlog-path.ts';

/**
 * Whether a path is the plan, one of the specs beside it or a backlog: only polish and the hand-off commit change those.
 * `backlog` is the one that the options name.
 */
export function isSpecOrPlan(planPath: string, backlog?: string): (path: string) => boolean {
  const folder = specFolder(planPath);
  return (path) =>
    path === planPath ||
    path === backlog ||
    isNamedBacklog(path) ||
    (folder !== undefined && path.startsWith(`${folder}/`));
}

/** The spec folder that a plan belongs to; undefined when the plan does not lie in one. */
export function specFolder(planPath: string): string | undefined {
  const folder = posix.dirname(planPath);
  if (posix.basename(folder) === 'specs') return folder;
  const above = posix.dirname(folder);
  return posix.basename(above) === 'specs' ? above : undefined;
}

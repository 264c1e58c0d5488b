import { posix } from 'node:path';
import type { Brief } from '../../brief/brief.ts';
import { rootOfPlace } from '../../plan/find.ts';
import { isNamedBacklog } from '../../review/backlog-path.ts';

/**
 * Whether a path is the plan, one of the specs beside it or a backlog: only polish and the hand-off commit change those.
 * `backlog` is the one that the options name.
 */
export function isSpecOrPlan(planPath: string, backlog?: string): (path: string) => boolean {
  const folders = [specFolder(planPath), rootOfPlace(planPath)].filter((folder) => folder !== undefined);
  return (path) =>
    path === planPath ||
    path === backlog ||
    isNamedBacklog(path) ||
    folders.some((folder) => path.startsWith(`${folder}/`));
}

/** Whether a path is one that says what is asked for: the plan, the specs, what the task cites, the rules. */
export function isNormOf({
  plan,
  sections,
  rules,
}: Pick<Brief, 'plan' | 'sections' | 'rules'>): (path: string) => boolean {
  const cited = new Set([...sections, ...rules].map(({ path }) => path));
  const isProtected = isSpecOrPlan(plan);
  return (path) => cited.has(path) || isProtected(path);
}

/** The spec folder that a plan belongs to; undefined when the plan does not lie in one. */
export function specFolder(planPath: string): string | undefined {
  const folder = posix.dirname(planPath);
  if (posix.basename(folder) === 'specs') return folder;
  const above = posix.dirname(folder);
  return posix.basename(above) === 'specs' ? above : undefined;
}

/** What a polish may change: the plan, Markdown of its spec folder, and the specs that tasks cite, wherever they lie. */
export function isPolishable(planPath: string, specs: readonly string[]): (path: string) => boolean {
  const isSpec = isSpecOrPlan(planPath);
  // What beads has exported says what its database does, and nothing that is written there comes back.
  const isOurs = !planPath.endsWith('.jsonl');
  return (path) => (path === planPath && isOurs) || specs.includes(path) || (isSpec(path) && path.endsWith('.md'));
}

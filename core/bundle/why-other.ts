import type { Git } from '../git/git.ts';
import { mayBePlanId } from '../stage/decide/choose-plan.ts';
import { chooseEntry, planAtCommit } from '../stage/decide/entry.ts';
import { visibleLine } from '../visible.ts';
import type { Manifest } from './manifest.ts';

/** What a person has named where a phase was started; what is left out was left to whoever worked. */
export interface Named {
  readonly project?: string | undefined;
  /** By path or id. */
  readonly plan?: string | undefined;
  /** As `--phase` takes it. */
  readonly phase?: string | undefined;
}

/**
 * Why a bundle is not of what a person has named, by the plan at the head of this checkout; undefined where it is. What it
 * says of itself comes from where agents were at work: started for one phase, it may be of another.
 */
export async function whyOther(git: Git, manifest: Manifest, named: Named): Promise<string | undefined> {
  const { project, plan, phase } = manifest;
  if (named.project !== undefined && named.project !== project) return other('project', project, named.project);
  // Its refs go by the id, which says nothing by itself: it is to be one that a plan at that path has.
  const isThere = (await git.run(['cat-file', '-e', `HEAD:${plan.path}`])).ok;
  if (!isThere || !mayBePlanId(project, plan.path, plan.id))
    return `it is of plan "${plan.id}", and no plan of ${project} at ${visibleLine(plan.path)} has that id`;
  const path = named.plan?.replaceAll('\\', '/').replace(/^\.\//, '');
  if (path !== undefined && path !== plan.id && path !== plan.path) return other('plan', plan.id, path);
  if (named.phase === undefined) return undefined;
  const at = await planAtCommit(git, await git.text(['rev-parse', 'HEAD']), plan);
  const chosen = at.ok ? await chooseEntry(at.value, named.phase) : at;
  if (!chosen.ok) return `which phase "${named.phase}" is cannot be found out: ${chosen.failure.message}`;
  const { id } = chosen.value.phase;
  return id === phase.id ? undefined : other('phase', phase.id, id);
}

function other(what: string, found: string, named: string): string {
  return `it is of ${what} "${found}", and "${named}" was asked for`;
}

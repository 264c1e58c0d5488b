import { createHash } from 'node:crypto';
import type { Git } from '../../git/git.ts';
import { fileAt } from '../../git/repository.ts';
import { tickAll } from '../../plan/edit/tick.ts';
import { readPlan } from '../../plan/read.ts';
import { covers, type Coverage } from '../../result/coverage.ts';

/** SHA-256 over what is covered of a tree. Ticks of the plan do not count: we write them, and they prove nothing. */
export async function coveredDigest(git: Git, tree: string, coverage: Coverage, plan: string): Promise<string> {
  const listed = await git.text(['ls-tree', '-r', '-z', '--full-tree', tree]);
  const hash = createHash('sha256');
  for (const entry of listed.split('\0')) {
    const path = entry.slice(entry.indexOf('\t') + 1);
    if (entry === '' || !covers(coverage, path)) continue;
    hash.update(path === plan ? `${await tickedAt(git, tree, plan)}\t${path}\0` : `${entry}\0`);
  }
  return hash.digest('hex');
}

/** The covered paths that differ between two trees; undefined where git does not have the first of them any more. */
export async function coveredChanges(
  git: Git,
  trees: { readonly from: string; readonly to: string },
  coverage: Coverage,
  plan: string,
): Promise<string[] | undefined> {
  const { from, to } = trees;
  const names = await git.run(['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to]);
  if (!names.ok) return undefined;
  const changed = names.stdout.split('\0').filter((path) => path !== '' && covers(coverage, path));
  if (!changed.includes(plan) || (await tickedAt(git, from, plan)) !== (await tickedAt(git, to, plan))) return changed;
  return changed.filter((path) => path !== plan);
}

/** The plan with all its tasks ticked, whichever are: it differs only where something else does. */
async function tickedAt(git: Git, tree: string, path: string): Promise<string> {
  const text = await fileAt(git, tree, path);
  if (text === undefined) return '';
  const plan = readPlan(path, text);
  const tasks = plan.phases.flatMap((phase) => phase.tasks);
  const ticked = tickAll(text, plan, tasks, true);
  return createHash('sha256')
    .update(ticked.ok ? ticked.value.content : text)
    .digest('hex');
}

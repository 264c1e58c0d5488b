import { fail, type Failure } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import { mergeTree } from '../../git/merge-tree.ts';
import type { At } from './combine-with-main.ts';
import type { StageContext } from '../context.ts';
import { latestHandOffs } from './handed-over.ts';
import { madeAnewOn } from './made-anew.ts';
import { firstIn, includes } from './mainline.ts';
import { phaseAt } from '../specs/plan-at.ts';
import { commandToStand, takenBack } from './taken-back.ts';

/** What main has of a finished phase: nothing yet; all of it, maybe as a copy; or all of it, and had it taken back. */
export type OnMain =
  | { readonly how: 'absent' }
  | { readonly how: 'there'; readonly commit: string; readonly note?: string }
  | { readonly how: 'taken-back'; readonly failure: Failure };

/**
 * Looks whether somebody has landed the phase already: merged it, under any of the names that its last commit has had here or
 * on another machine, or brought a copy of it there that is another commit.
 * What was landed and is gone again was taken back by somebody, and is not brought there once more behind their back.
 */
export async function foundOnMain(context: StageContext, names: readonly string[], main: At): Promise<OnMain> {
  const { phase, repository } = context;
  const { git } = repository;
  const { id } = phase.phase;
  const ours = await firstIn(git, main.at, names);
  if (ours === undefined && !(await includes(git, main.at, phase.base))) return { how: 'absent' };
  const merged = ours ?? (await madeAnewOn(context, main.at, names[0]!));
  const copy = (await latestHandOffs(git, phase.plan.id, [main.at, `^${phase.base}`])).get(id);
  // What came last counts: somebody may have said since that it stands.
  const landed = copy ?? merged;
  const handOffs = new Map(landed === undefined ? [] : [[id, landed]]);
  const gone = (await takenBack(git, main.at, { plan: phase.plan, handOffs })).get(id);
  if (gone !== undefined) {
    const wayBack = gone.isInDoubt
      ? `If it is there, say so in a commit of ${main.name}: ${commandToStand(phase.plan.id, id)}. Else bring`
      : 'Bring';
    const message = `Phase ${id} was landed on ${main.name}, and ${gone.isInDoubt ? 'maybe ' : ''}taken back there: ${gone.why}. ${main.name} stays as it is, and the work is kept. ${wayBack} it back by hand (git revert of the revert), or run with --rebase to do the work anew on what main is now.`;
    return { how: 'taken-back', failure: fail('land', message).failure };
  }
  if (merged !== undefined) return { how: 'there', commit: merged };
  // Later runs know a phase by its trailers or its ticks: content without either would be done again.
  if (copy === undefined && !(await isTicked(context, main.at))) return { how: 'absent' };
  const { tree, conflicts } = await mergeTree(git, main.at, names[0]!);
  if (conflicts.length > 0 || tree !== (await treeOf(git, main.at))) return { how: 'absent' };
  const at = copy ?? main.at;
  const note = `A copy of it was there already: ${main.name} has all of it at ${at.slice(0, 10)}.`;
  return { how: 'there', commit: at, note };
}

/** Whether the plan says that all that the phase had to do is done. */
async function isTicked({ phase, repository }: StageContext, commit: string): Promise<boolean> {
  const found = await phaseAt(repository.git, commit, phase.plan.path, phase.phase.id);
  const ticked = new Set(found.ok ? found.value.tasks.filter((task) => task.ticked).map((task) => task.id) : []);
  return phase.tasks.every(({ id }) => ticked.has(id));
}

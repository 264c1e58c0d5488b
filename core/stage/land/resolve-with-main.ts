import type { Merged } from '../../git/merge-tree.ts';
import type { StageContext } from '../context.ts';
import { resolveConflicts, type Resolved } from '../merge/resolve-conflicts.ts';
import { readBrief } from '../task/read-brief.ts';
import type { At } from './combine-with-main.ts';

/** Has the conflicts of the phase with main resolved; `marked` is the merge commit with markers in it, on main. */
export async function resolveWithMain(
  context: StageContext,
  about: { readonly merged: Merged; readonly marked: string; readonly main: At; readonly commit: string },
): Promise<Resolved> {
  const { merged, marked, main } = about;
  const { phase, tasks } = context.phase;
  const briefs = await Promise.all(tasks.map((task) => readBrief(context, task)));
  return await resolveConflicts(context, {
    stage: 'merge-main',
    sides: [
      { name: main.name, briefs: [] },
      { name: `phase ${phase.id}`, briefs },
    ],
    commit: marked,
    merged,
  });
}

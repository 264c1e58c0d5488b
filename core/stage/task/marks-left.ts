import type { Shared } from '../../claim/shared.ts';
import { ok, type Result } from '../../failure.ts';
import { readRemote } from '../../git/remote.ts';
import { runOfMark, withoutMarks } from '../../plan/edit/claim-mark.ts';
import type { Plan } from '../../plan/plan.ts';
import { readPlan } from '../../plan/read.ts';
import type { StageContext } from '../context.ts';
import type { PhaseTask } from '../phase-record.ts';
import { changeOnMain } from './plan-on-main.ts';

/**
 * Takes the marks off the plan on main that runs have left which were killed behind the end of their claim: those of these
 * tasks, as far as no claim on the remote stands behind them. Answers with the ids of the tasks.
 */
export async function takeMarksOff(
  context: Pick<StageContext, 'host' | 'repository' | 'phase' | 'refs'>,
  shared: Shared,
  tasks: readonly Pick<PhaseTask, 'id' | 'slug'>[],
): Promise<Result<readonly string[]>> {
  const { phase, refs } = context;
  let ids: string[] = [];
  const subject = `Take off marks of claims that have ended, ${phase.plan.id}, phase ${phase.phase.id}`;
  const changed = await changeOnMain(context, shared, subject, async (content) => {
    ids = markedTasks(readPlan(phase.plan.path, content), phase.phase.id).map(({ id }) => id);
    ids = ids.filter((id) => tasks.some((task) => task.id === id));
    if (ids.length === 0) return ok(undefined);
    // Behind main: whoever marks a task has had its claim before.
    const read = await readRemote(shared.git, shared.remote, [`${refs.claim('')}*`]);
    if (!read.ok) return read;
    const held = tasks.filter(({ slug }) => read.value.at.has(refs.claim(`task-${slug}`))).map(({ id }) => id);
    ids = ids.filter((id) => !held.includes(id));
    const clean = withoutMarks(phase.plan.path, content, ({ id }, of) => of === phase.phase.id && ids.includes(id));
    // Of some marks nobody knows what was there before.
    const left = markedTasks(readPlan(phase.plan.path, clean), phase.phase.id).map(({ id }) => id);
    ids = ids.filter((id) => !left.includes(id));
    return ok(ids.length === 0 ? undefined : clean);
  });
  return changed.ok ? ok(changed.value === 'changed' ? ids : []) : changed;
}

/** The tasks of a phase that a plan shows as claimed by a run of ours, and by which. */
export function markedTasks(plan: Plan, phase: string): { readonly id: string; readonly run: string }[] {
  const tasks = plan.phases.find(({ id }) => id === phase)?.tasks ?? [];
  return tasks.flatMap((task) => {
    const run = runOfMark(task);
    return run === undefined ? [] : [{ id: task.id, run }];
  });
}

import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { PhaseDraft, TaskDraft } from '../draft.ts';
import { endsOf, sizeOfRanges, withoutRanges } from './dependencies.ts';

/** The ids that all ranges of a plan may stand for. More would take longer than a plan may take to read. */
const most = 100_000;

/** The phases with all ranges of dependencies written out, and those that are too many. */
export function writeOutRanges(
  path: string,
  phases: readonly PhaseDraft[],
): { phases: readonly PhaseDraft[]; problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  let size = 0;
  return { phases: phases.map((phase) => ({ ...phase, tasks: phase.tasks.map(writeOut) })), problems };

  function writeOut(task: TaskDraft): TaskDraft {
    if (!task.dependsOn) return task;
    const { ids, line, column, ...rest } = task.dependsOn;
    const more = sizeOfRanges(ids);
    if (size + more <= most) {
      size += more;
      return { ...task, dependsOn: { ids: withoutRanges(ids), line, column, ...rest } };
    }
    const message =
      `Unexpected ranges in the dependencies of ${task.id}, expected at most ${most} ids in all ranges of a plan; ` +
      'name only the tasks that it waits for directly';
    problems.push({ rule: 'dependency', severity: 'error', message, at: { path, line, column } });
    return { ...task, dependsOn: { ids: ids.filter((id) => endsOf(id).length === 1), line, column, ...rest } };
  }
}

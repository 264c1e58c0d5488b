import type { TaskDraft } from '../draft.ts';
import type { Unparsed } from '../plan.ts';

/** The blocks that hold none of the tasks: what holds tasks is read as these. */
export function withoutTasks(unread: readonly Unparsed[], tasks: readonly TaskDraft[]): Unparsed[] {
  const starts = new Set(tasks.map(({ line }) => line));
  return unread.filter(({ line, endLine }) => {
    for (let number = line; number <= endLine; number++) if (starts.has(number)) return false;
    return true;
  });
}

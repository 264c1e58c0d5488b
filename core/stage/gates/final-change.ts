import type { Allowed } from '../../cheat/sighting.ts';
import { taskRecordSchema, type TaskRecord } from '../../result/records.ts';
import { readRecord, type StageContext } from '../context.ts';
import { readBrief } from '../task/read-brief.ts';
import { withAllowed, type Change } from './known-verdicts.ts';

/** All that the phase has changed, as it is judged before it lands: what one of its tasks may change, it may. */
export async function finalChange(context: StageContext, allowed: readonly Allowed[] = []): Promise<Change> {
  const { phase } = context;
  const briefs = await Promise.all(phase.tasks.map((task) => readBrief(context, task)));
  const byTasks = (await tasksDone(context)).flatMap((task) => task.allowed ?? []);
  const named = { files: [...new Set(briefs.flatMap(({ files }) => files))], proves: false, start: phase.polished };
  return { ...withAllowed(named, { allowed: [...byTasks, ...allowed] }), final: true };
}

/** The tasks that have a result, in plan order. */
export async function tasksDone(context: StageContext): Promise<TaskRecord[]> {
  const records: TaskRecord[] = [];
  for (const task of context.phase.tasks) {
    const record = await readRecord(context, `task-${task.slug}`, taskRecordSchema);
    if (record) records.push(record);
  }
  return records;
}

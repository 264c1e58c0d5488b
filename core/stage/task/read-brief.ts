import { briefSchema, type Brief } from '../../brief/brief.ts';
import { jsonObject } from '../../json.ts';
import { keyOf } from '../../result/result.ts';
import { artifactPath, type StageContext } from '../context.ts';
import type { PhaseTask } from '../phase-record.ts';

/** The brief of a task, as the run has written it for its stages. */
export async function readBrief(context: StageContext, task: PhaseTask): Promise<Brief> {
  const text = await context.host.files.read(artifactPath(context, 'bind', `task-${task.slug}.json`));
  const brief = briefSchema.parse(jsonObject(text)?.['brief']);
  if (keyOf(brief) !== context.phase.briefs[task.slug])
    throw new Error(`The brief of task ${task.id} is not what the run has written. Run again.`);
  return brief;
}

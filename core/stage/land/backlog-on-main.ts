import { fileAt } from '../../git/repository.ts';
import { reviewRecordSchema } from '../../result/records.ts';
import { handOffBacklog } from '../review/backlog.ts';
import { readRecord, type StageContext } from '../context.ts';

/**
 * The backlog of main with the entries that the hand-off has added to its own and marked there. Both sides add at the
 * same place and count their ids on, so that lines cannot be merged where entries can. What main has closed or taken out
 * of it meanwhile stays so, though the phase has found it as well. Undefined where main has left the backlog as it was,
 * and where that cannot be done: then it is merged as any file.
 */
export async function backlogOnMain(
  context: StageContext,
  { main, fork, handOff }: { main: string; fork: string; handOff: string },
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const { git } = context.repository;
  const record = await readRecord(context, 'review', reviewRecordSchema);
  const path = record?.backlog;
  if (!record || path === undefined) return undefined;
  const commit = `${handOff}~1`;
  const then = await fileAt(git, fork, path);
  const text = await fileAt(git, main, path);
  const isOnlyHandOff = (await fileAt(git, commit, path)) === then;
  if (text === undefined || text === then || !isOnlyHandOff) return undefined;
  const after = await handOffBacklog(context, { record, commit, onto: { path, text, known: then } });
  return after.ok ? { path, text: after.value.text ?? text } : undefined;
}

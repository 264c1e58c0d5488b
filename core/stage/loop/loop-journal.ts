import { join } from 'node:path';
import type { Result } from '../../failure.ts';
import { openJournal, type Journal } from '../../journal/journal.ts';
import { replay } from '../../workflow/drive.ts';
import type { Workflow } from '../../workflow/workflow.ts';
import type { StageContext } from '../context.ts';

/**
 * The journal of a stage's loop, to go on from. One that leads nowhere is set aside, and the loop begins anew: a loop
 * that was abandoned, or one whose commits this repository does not have, as after a new clone at the same place.
 */
export async function openLoopJournal(
  context: StageContext,
  loop: { stage: string; key: string; workflow: Workflow; start: string },
): Promise<Result<Journal>> {
  const { host, repository, phase } = context;
  const { stage, workflow, start } = loop;
  const path = journalPath(phase, stage, loop.key);
  const opened = await openJournal(host, path);
  if (!opened.ok || opened.value.entries.length === 0) return opened;
  const { state } = replay({ stage, workflow, start, journal: opened.value });
  const hasCommit = await repository.git.run(['cat-file', '-e', `${state.progress.commit}^{commit}`]);
  if (state.at !== 'abandoned' && hasCommit.ok) return opened;
  await opened.value.close();
  await setJournalAside(context, loop);
  context.emit({
    type: 'note',
    stage,
    text: state.at === 'abandoned' ? 'begins anew after it was abandoned' : 'begins anew: its commits are gone',
  });
  return await openJournal(host, path);
}

/** Lets the loop begin anew; what was written of it is kept beside, where the answer says. */
export async function setJournalAside(
  { host, phase }: StageContext,
  loop: { stage: string; key: string },
): Promise<string | undefined> {
  const path = journalPath(phase, loop.stage, loop.key);
  const text = await host.files.read(path);
  if (text === undefined) return undefined;
  const aside = `${path}.${host.clock.wall()}`;
  await host.files.write(aside, text);
  await host.files.remove(path);
  return aside;
}

/** Where the journal of a loop lies that is to make the result of this key: absolute. */
export function journalPath(phase: { readonly state: string }, stage: string, key: string): string {
  return join(phase.state, 'journal', `${stage}-${key.slice(0, 12)}.jsonl`);
}

import { join } from 'node:path';
import type { HeldClaim } from '../../claim/held-claim.ts';
import { movesThere } from '../../claim/moves-there.ts';
import { persist } from '../../claim/persist.ts';
import { readRef, setRef } from '../../git/refs.ts';
import type { Journal } from '../../journal/journal.ts';
import { makeResult } from '../../result/result.ts';
import { json, sharedOf, type StageContext } from '../context.ts';
import { transcripts } from './transcripts.ts';

/** A loop that has ended without a result: it asks, was stopped, or was abandoned. */
export interface EndedLoop {
  readonly stage: string;
  readonly key: string;
  /** Its latest commit. */
  readonly work: string;
  readonly record: object;
  readonly journal: Pick<Journal, 'entries'>;
}

/**
 * Gives the claim on a loop back and, where the phase is shared, tells other machines with it where the loop stands: its
 * record, journal and transcripts, on its work. Whoever has the claim next can go on from there.
 */
export async function leaveLoop(context: StageContext, claim: HeldClaim, loop: EndedLoop): Promise<void> {
  const shared = sharedOf(context);
  const to = shared && (await standing(context, loop));
  if (!shared || to === undefined) return;
  const ref = context.refs.loop(loop.stage, loop.key);
  const leave = async () => {
    const moves = await movesThere(shared, [{ ref, to }]);
    return moves.ok ? await claim.end(moves.value) : { how: 'unknown' as const, words: moves.failure.message };
  };
  const written = await persist(context.host, leave);
  if (written.how === 'moved') return;
  const why = written.how === 'lost' ? 'another machine has its claim by now' : written.words;
  const text = `where it stands could not be brought to ${shared.remote}, so another machine may do it again: ${why}`;
  context.emit({ type: 'note', stage: loop.stage, text });
}

/** The same here alone, for a stage that works under the claim of somebody else, who brings it to the remote. */
export async function noteLoop(context: StageContext, loop: EndedLoop): Promise<void> {
  const to = sharedOf(context) && (await standing(context, loop));
  if (to !== undefined) await setRef(context.repository.git, context.refs.loop(loop.stage, loop.key), to);
}

/** Undefined where nothing has happened since others were told, or nothing at all. */
async function standing(context: StageContext, loop: EndedLoop): Promise<string | undefined> {
  const { host, repository, refs, phase } = context;
  const { stage, key, work, record } = loop;
  const { entries } = loop.journal;
  if (entries.every(({ kind }) => kind !== 'result')) return undefined;
  const journal = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const told = await readRef(repository.git, refs.loop(stage, key));
  if (told !== undefined) {
    const before = await repository.git.run(['cat-file', 'blob', `${told}:journal.jsonl`]);
    if (before.stdout === journal) return undefined;
  }
  const { user, host: machine } = await host.processes.self();
  const artifacts = new Map([
    ['record.json', json(record)],
    ['journal.jsonl', journal],
    ['left-by.txt', `${user}@${machine}\n`],
    ...(await transcripts(context, { stage, key })),
  ]);
  return await makeResult(host, repository.git, { stage, key, work, artifacts, scratch: join(phase.state, 'scratch') });
}

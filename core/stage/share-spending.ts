import { isDeepStrictEqual } from 'node:util';
import { costsByRun, costsSchema, keepElsewhere, type Costs } from '../agent/account.ts';
import type { Shared } from '../claim/shared.ts';
import { fail, ok, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { keepNote, readNote } from '../git/note.ts';
import { pushRefs, type RemoteMove } from '../git/push.ts';
import { readRef } from '../git/refs.ts';
import { fetchSeen, isHere, readRemote } from '../git/remote.ts';
import { sharedOf, type StageContext } from './context.ts';

/**
 * Tells other machines what runs of this one have cost, and writes down what they have told: a budget of a phase is for all of
 * them. `when-there-is-room`: left out where other pushes need the room; a later one tells all. A remote that is away keeps
 * nobody from work.
 */
export async function shareSpending(context: StageContext, when?: 'when-there-is-room'): Promise<void> {
  const shared = sharedOf(context);
  const told = shared ? await share(context, shared, when) : ok('alone');
  if (told.ok) return;
  const text = `what agents have cost here and elsewhere is not shared: ${told.failure.message}`;
  context.emit({ type: 'note', stage: 'run', text });
}

async function share(
  { host, refs, phase: { state } }: StageContext,
  { remote, git, perMinute }: Shared,
  when: 'when-there-is-room' | undefined,
): Promise<Result<'shared'>> {
  const read = await readRemote(git, remote, [`${refs.spent()}*`]);
  if (!read.ok) return read;
  const there = new Map([...read.value.at].filter(([ref]) => ref.startsWith(refs.spent())));
  const own = await costsByRun(host, state);
  const ours = new Set([...own.keys()].map((run) => refs.spent(run)));
  const seen = [...there].map(([ref, commit]) => ({ ref, commit }));
  const fetched = await fetchSeen(git, remote, seen);
  if (!fetched.ok) return fetched;
  const elsewhere = new Map<string, Costs>();
  for (const { ref, commit } of seen) {
    if (ours.has(ref)) continue;
    const costs = (await isHere(git, commit)) ? await costsAt(git, commit) : undefined;
    if (costs) elsewhere.set(ref.slice(refs.spent().length), costs);
  }
  await keepElsewhere(host, state, elsewhere);
  const moves: RemoteMove[] = [];
  for (const [run, costs] of own) {
    const ref = refs.spent(run);
    const at = there.get(ref);
    // In a clone that was made anew the same would be another commit.
    if (at !== undefined && (await isHere(git, at)) && isDeepStrictEqual(await costsAt(git, at), costs)) continue;
    if (!isDeepStrictEqual(await costsAt(git, ref), costs)) await keepNote(git, ref, { costs });
    const to = await readRef(git, ref);
    if (to !== at) moves.push({ ref, to, expected: at });
  }
  if (moves.length === 0) return ok('shared');
  const pushed = await pushRefs(host, git, { remote, perMinute, moves, isBeat: when !== undefined });
  if (pushed.how === 'moved' || pushed.how === 'put-off') return ok('shared');
  return fail('remote', pushed.how === 'lost' ? 'somebody else has moved it in this moment' : pushed.words);
}

async function costsAt(git: Git, ref: string): Promise<Costs | undefined> {
  return costsSchema.safeParse((await readNote(git, ref))?.['costs']).data;
}

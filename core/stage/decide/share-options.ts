import { workerThere } from '../../claim/worker-there.ts';
import type { Shared } from '../../claim/shared.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { keepNote } from '../../git/note.ts';
import { pushRefs } from '../../git/push.ts';
import { readRef } from '../../git/refs.ts';
import { readRemote } from '../../git/remote.ts';
import type { Host } from '../../host/host.ts';
import type { Decision } from './decision.ts';
import { costText, differences, noteAt, noteOf, underWay } from './options-note.ts';

/** Others may bring theirs meanwhile. */
const mostTries = 5;

/** The commit that holds the options there from now on, and what is to be told. */
export interface Agreed {
  readonly at: string | undefined;
  readonly note?: string;
}

/**
 * Has the remote hold the options that results depend on, and compares them with those of here: under other options nobody
 * knows the others' results. Where somebody else is at work under others, the run is refused, before anything is paid; where
 * nobody is, what is done again is said in `note`. `seen`: the commit that holds
 * them there, as it was when the remote was asked last.
 */
export async function shareOptions(
  host: Host,
  shared: Shared,
  { decision, seen }: { readonly decision: Decision; readonly seen: string | undefined },
): Promise<Result<Agreed>> {
  const { remote, git, perMinute } = shared;
  const { refs, base } = decision;
  const ours = await noteOf(host, decision);
  for (let tries = 1, expected = seen; tries <= mostTries; tries += 1) {
    const read = expected === undefined ? ok(undefined) : await noteAt(shared, refs.options, expected);
    // What cannot be read is not written over.
    if (!read.ok) return read;
    const theirs = read.value;
    const differing = differences(theirs, ours);
    if (theirs?.base === base && differing.length === 0) return ok({ at: expected });
    const there: WorkThere = differing.length > 0 ? await workThere(host, shared, decision) : { how: 'none' };
    const told = there.how === 'none' ? undefined : await costText(host, decision, differing);
    // They may be at work by options that we were the first to bring there.
    const isOurs = there.others === undefined && theirs?.by === ours.by && theirs.place === ours.place;
    if (told !== undefined && there.how === 'held' && theirs && !isOurs)
      return { ok: false, failure: underWay(there.others ?? theirs.by, { told, remote, ref: refs.options }) };
    await keepNote(git, refs.options, ours);
    const to = await readRef(git, refs.options);
    const pushed = await pushRefs(host, git, { remote, perMinute, moves: [{ ref: refs.options, to, expected }] });
    const notes = [
      ...(told === undefined ? [] : [`this phase goes on with other options than before. ${told}`]),
      ...('words' in pushed ? [`${remote} does not have the options of here: ${pushed.words}`] : []),
    ];
    const at = pushed.how === 'moved' ? to : expected;
    if (pushed.how !== 'lost') return ok(notes.length === 0 ? { at } : { at, note: notes.join(' ') });
    const now = await readRemote(git, remote, [refs.options]);
    if (!now.ok) return now;
    expected = now.value.at.get(refs.options);
  }
  return fail('remote', `${refs.options} of ${remote} was moved by others each time.`);
}

/**
 * Whether the options there are still those that the run began with: between two claims nobody sees that it is at work, and
 * others may have put theirs in place. Of a remote that cannot be asked nothing is known.
 */
export async function stillAgreed(host: Host, shared: Shared, decision: Decision): Promise<Result<'agreed'>> {
  const { refs, sharing } = decision;
  const read = await readRemote(shared.git, shared.remote, [refs.options]);
  const at = read.ok ? read.value.at.get(refs.options) : undefined;
  if (at === undefined || at === sharing.optionsThere) return ok('agreed');
  const theirs = await noteAt(shared, refs.options, at);
  const differing = theirs.ok ? differences(theirs.value, await noteOf(host, decision)) : [];
  if (!theirs.ok || theirs.value === undefined || differing.length === 0) return ok('agreed');
  const told = await costText(host, decision, differing);
  return { ok: false, failure: underWay(theirs.value.by, { told, remote: shared.remote, ref: refs.options }) };
}

/** `held`: somebody is at work there, and `others` is who, if that is another machine. `left`: something was done there that others can see. */
interface WorkThere {
  readonly how: 'held' | 'left' | 'none';
  readonly others?: string;
}

/** Who cannot look takes it for held. */
async function workThere(host: Host, shared: Shared, { refs }: Decision): Promise<WorkThere> {
  const worker = await workerThere(host, shared, refs.claim(''));
  if (!worker.ok) return { how: 'held' };
  if (worker.value) {
    const { owner } = worker.value.text;
    const isHere = owner.host === (await host.processes.self()).host;
    return isHere ? { how: 'held' } : { how: 'held', others: `${owner.user}@${owner.host}` };
  }
  const folders = ['result', 'loop'].map((name) => `${refs.all}${name}/`);
  const read = await readRemote(
    shared.git,
    shared.remote,
    folders.map((folder) => `${folder}*`),
  );
  if (!read.ok) return { how: 'held' };
  const seen = [...read.value.at.keys()].filter((ref) => folders.some((folder) => ref.startsWith(folder)));
  return { how: seen.length > 0 ? 'left' : 'none' };
}

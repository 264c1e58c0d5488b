import { fail, ok, type Result } from '../failure.ts';
import { adoptedRef, readRef, writeRefs } from '../git/refs.ts';
import { fetchSeen, isHere, readRemote } from '../git/remote.ts';
import type { Host } from '../host/host.ts';
import { mayCount, whyNotBelieved } from '../result/foreign-result.ts';
import { isOfWhole, toKept, type GaveWay } from './give-way.ts';
import type { Shared } from './shared.ts';

export interface Adopted {
  /** The refs that are new here. */
  readonly adopted: readonly string[];
  /** Ref → why what it holds does not count. */
  readonly refused: ReadonlyMap<string, string>;
  /** Results of ours in whose place theirs count now. */
  readonly gaveWay: readonly GaveWay[];
}

/**
 * Brings the results that a remote has below a folder of refs and this repository has not, and notes that they were made
 * elsewhere. What is here stays as it is; what cannot be what it says is left there. `over-ours`: of the phase as a whole
 * what has come to the remote first counts, for whoever can decide anew what is left to do.
 */
export async function adoptResults(
  { remote, git }: Shared,
  folder: string,
  how?: 'over-ours',
): Promise<Result<Adopted>> {
  const read = await readRemote(git, remote, [`${folder}*`]);
  if (!read.ok) return read;
  const missing: { readonly ref: string; readonly commit: string; readonly ours: string | undefined }[] = [];
  for (const [ref, commit] of read.value.at) {
    if (!ref.startsWith(folder) || !mayCount(ref)) continue;
    const ours = await readRef(git, ref);
    if (ours === undefined || (how === 'over-ours' && isOfWhole(ref) && ours !== commit))
      missing.push({ ref, commit, ours });
  }
  const fetched = await fetchSeen(git, remote, missing);
  if (!fetched.ok) return fetched;
  const adopted: string[] = [];
  const refused = new Map<string, string>();
  const gaveWay: GaveWay[] = [];
  for (const { ref, commit, ours } of missing) {
    if (!(await isHere(git, commit))) continue;
    const why = await whyNotBelieved(git, ref, commit);
    if (why !== undefined) {
      refused.set(
        ref,
        `${ref} of ${remote} does not count: ${why}. If it is nobody's, remove it: git push ${remote} :${ref}`,
      );
      continue;
    }
    const note = adoptedRef(ref);
    const moved = await writeRefs(git, [
      { ref, to: commit, from: ours },
      { ref: note, to: commit, from: await readRef(git, note) },
      ...(ours === undefined ? [] : [await toKept(git, ref, ours)]),
    ]);
    if (moved.how === 'unwritten') return fail('disk', `${ref} cannot be written in this repository: ${moved.words}`);
    // It was moved here meanwhile: the next look says more.
    if (moved.how === 'lost') continue;
    adopted.push(ref);
    if (ours !== undefined) gaveWay.push({ ref, commit: ours });
  }
  return ok({ adopted, refused, gaveWay });
}

/** The same, where agents are paid for what is not found: a connection that is gone for some seconds is no reason for that. */
export async function adoptPatiently(
  host: Host,
  shared: Shared,
  folder: string,
  how?: 'over-ours',
): Promise<Result<Adopted>> {
  for (const pause of [...pauses, undefined]) {
    const adopted = await adoptResults(shared, folder, how);
    if (adopted.ok || pause === undefined || (await host.stopsWithin(pause * (1 + host.random())))) return adopted;
  }
  throw new Error('Internal error: no last try');
}

/** Milliseconds between the tries, and up to twice as long. */
const pauses = [250, 500, 1000, 2000, 4000];

import { ok, type Result } from '../failure.ts';
import { readRef, setRef } from '../git/refs.ts';
import { fetchRef, isHere, readRemote } from '../git/remote.ts';
import type { Shared } from './shared.ts';

/**
 * Brings the results that a remote has below a folder of refs and this repository has not; answers with their refs. What
 * is here stays as it is.
 */
export async function adoptResults({ remote, git }: Shared, folder: string): Promise<Result<readonly string[]>> {
  const read = await readRemote(git, remote, [`${folder}*`]);
  if (!read.ok) return read;
  const missing: [ref: string, commit: string][] = [];
  for (const [ref, commit] of read.value.at)
    if (ref.startsWith(folder) && (await readRef(git, ref)) === undefined) missing.push([ref, commit]);
  if (missing.length === 0) return ok([]);
  const fetched = await fetchRef(git, remote, ...missing.map(([ref]) => ref));
  if (!fetched.ok) return fetched;
  const adopted: string[] = [];
  for (const [ref, commit] of missing) {
    if (!(await isHere(git, commit))) continue;
    await setRef(git, ref, commit);
    adopted.push(ref);
  }
  return ok(adopted);
}

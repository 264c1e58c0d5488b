import { ok, type Result } from '../failure.ts';
import { fetchSeen, isHere, readRemote } from '../git/remote.ts';
import { whyNotBelieved } from '../result/foreign-result.ts';
import { isOfWhole } from './give-way.ts';
import type { Shared } from './shared.ts';
import { refsBelow, type SharedFolders } from './unshared.ts';

/**
 * Refs of results in whose place a remote has others that count: of those of the phase as a whole, and of those that count
 * here alone until now. A claim that was taken while the remote was away keeps nobody from making them, and is there again
 * once they are made: so it is no sign that ours count. `and-new-ones`: also those of the phase that are not here at all.
 */
export async function overtaken(
  { remote, git }: Shared,
  { results, kept }: Pick<SharedFolders, 'results' | 'kept'>,
  which?: 'and-new-ones',
): Promise<Result<readonly string[]>> {
  const read = await readRemote(git, remote, [`${results}*`]);
  if (!read.ok) return read;
  const alone = await refsBelow(git, kept);
  const here = await refsBelow(git, results);
  const theirs = [...read.value.at].flatMap(([ref, commit]) => {
    const ours = here.get(ref);
    const isAlone = ours !== undefined && alone.get(kept + ref.slice(results.length)) === ours;
    const counts = isAlone || (isOfWhole(ref) && (ours !== undefined || which === 'and-new-ones'));
    return counts && commit !== ours ? [{ ref, commit }] : [];
  });
  const fetched = await fetchSeen(git, remote, theirs);
  if (!fetched.ok) return fetched;
  const counting: string[] = [];
  for (const { ref, commit } of theirs)
    if ((await isHere(git, commit)) && (await whyNotBelieved(git, ref, commit)) === undefined) counting.push(ref);
  return ok(counting);
}

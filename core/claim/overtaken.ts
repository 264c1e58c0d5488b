import { ok, type Result } from '../failure.ts';
import { fetchSeen, isHere, readRemote } from '../git/remote.ts';
import { whyNotBelieved } from '../result/foreign-result.ts';
import { isOfWhole } from './give-way.ts';
import type { Shared } from './shared.ts';
import { refsBelow } from './unshared.ts';

/**
 * Refs of results of the phase as a whole in whose place a remote has others that count. A claim that was taken while the
 * remote was away keeps nobody from making them, and is there again once they are made: so it is no sign that ours count.
 */
export async function overtaken({ remote, git }: Shared, results: string): Promise<Result<readonly string[]>> {
  const read = await readRemote(git, remote, [`${results}*`]);
  if (!read.ok) return read;
  const here = [...(await refsBelow(git, results))].filter(([ref]) => isOfWhole(ref));
  const theirs = here.flatMap(([ref, ours]) => {
    const commit = read.value.at.get(ref);
    return commit === undefined || commit === ours ? [] : [{ ref, commit }];
  });
  const fetched = await fetchSeen(git, remote, theirs);
  if (!fetched.ok) return fetched;
  const counting: string[] = [];
  for (const { ref, commit } of theirs)
    if ((await isHere(git, commit)) && (await whyNotBelieved(git, ref, commit)) === undefined) counting.push(ref);
  return ok(counting);
}

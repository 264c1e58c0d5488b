import { ok, type Result } from '../failure.ts';
import { readRemote } from '../git/remote.ts';
import type { ClaimedMove } from './held-claim.ts';
import type { Shared } from './shared.ts';

/** The results below a folder of refs that this repository has and a remote has not. */
export async function unsharedResults({ remote, git }: Shared, folder: string): Promise<Result<ClaimedMove[]>> {
  const read = await readRemote(git, remote, [`${folder}*`]);
  if (!read.ok) return read;
  const listed = await git.text(['for-each-ref', '--format=%(refname) %(objectname)', folder]);
  return ok(
    listed
      .split('\n')
      .filter(Boolean)
      .map((line) => ({ ref: line.split(' ')[0] ?? '', to: line.split(' ')[1] ?? '' }))
      .filter(({ ref }) => !read.value.at.has(ref)),
  );
}

import type { Git } from '../git/git.ts';
import { isNoEntry } from '../git/push.ts';
import { fetchRef, isHere, readRemote } from '../git/remote.ts';
import { claimIn, type FoundClaim } from './claim-commit.ts';

/** Where claims and results of all machines come together. */
export interface Shared {
  readonly remote: string;
  /** In the user's checkout: an address may be relative to it. */
  readonly git: Git;
  /** Pushes that may go there from this machine in a minute. */
  readonly perMinute?: number | undefined;
}

export type LookThere =
  | { readonly how: 'seen'; readonly found: FoundClaim | undefined }
  | { readonly how: 'unreachable'; readonly words: string }
  | { readonly how: 'refused'; readonly words: string }
  /** It is somebody's right all the same. */
  | { readonly how: 'unreadable'; readonly words: string };

/** The claim behind a ref of the remote, which is brought here. */
export async function claimThere({ remote, git }: Shared, ref: string): Promise<LookThere> {
  for (let looks = 1; ; looks += 1) {
    const read = await readRemote(git, remote, [ref]);
    if (!read.ok)
      return { how: isNoEntry(read.failure.message) ? 'refused' : 'unreachable', words: read.failure.message };
    const commit = read.value.at.get(ref);
    if (commit === undefined) return { how: 'seen', found: undefined };
    // A fetch that fails may have found it moved, or gone: the next look says so.
    if (!(await isHere(git, commit))) await fetchRef(git, remote, ref);
    if (await isHere(git, commit)) {
      const text = await claimIn(git, commit);
      return text ? { how: 'seen', found: { commit, text } } : { how: 'unreadable', words: unreadable(remote, ref) };
    }
    if (looks === mostLooks) return { how: 'unreachable', words: `${ref} of ${remote} could not be fetched.` };
  }
}

const mostLooks = 5;

function unreadable(remote: string, ref: string): string {
  return `${ref} of ${remote} holds no claim that this version of phasewright can read. Update it; or, if nobody is at work there, remove the ref: git push ${remote} :${ref}`;
}

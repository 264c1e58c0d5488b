import { makeCommit } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { emptyTree } from '../git/note.ts';
import { readRef } from '../git/refs.ts';
import { readClaimText, type ClaimText, type LeasedText } from './claim-text.ts';

/** A claim as it was found: each beat of it is another commit. */
export interface FoundClaim {
  readonly commit: string;
  readonly text: ClaimText;
}

/** An empty commit without a parent: whoever fetches it gets nothing else. */
export async function claimCommit(git: Git, text: LeasedText): Promise<string> {
  return await makeCommit(git, {
    tree: await emptyTree(git),
    parents: [],
    message: `claim\n\n${JSON.stringify(text)}\n`,
    author: { name: 'phasewright', email: 'phasewright@localhost' },
  });
}

/** The claim behind a ref of this repository; undefined where there is none. */
export async function claimHere(git: Git, ref: string): Promise<FoundClaim | undefined> {
  const commit = await readRef(git, ref);
  if (commit === undefined) return undefined;
  const text = await claimIn(git, commit);
  // To treat the ref as free would lose somebody's right.
  if (!text) throw new Error(`Internal error: the claim ${commit} behind ${ref} cannot be read`);
  return { commit, text };
}

/** What a commit says as a claim; undefined when it is none that this release can read. */
export async function claimIn(git: Git, commit: string): Promise<ClaimText | undefined> {
  return readClaimText(await git.text(['show', '-s', '--format=%b', commit]));
}

import { ok, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { readRemote } from '../git/remote.ts';
import type { ClaimedMove } from './held-claim.ts';
import type { Shared } from './shared.ts';

/** The refs of this repository below folders of refs: ref → commit. */
export async function refsBelow(git: Git, ...folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const listed = await git.text(['for-each-ref', '--format=%(refname) %(objectname)', ...folders]);
  const lines = listed.split('\n').filter(Boolean);
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']));
}

/** Folders of refs of a phase. */
export interface SharedFolders {
  readonly results: string;
  readonly loops: string;
  /** Of results that go to the remote with a claim on their task, and not without. */
  readonly kept: string;
}

/** The results that a remote has not, and the loops that were left since `before`. */
export async function unshared(
  { remote, git }: Shared,
  folders: SharedFolders & { readonly before: ReadonlyMap<string, string> },
): Promise<Result<ClaimedMove[]>> {
  const { results, loops, before } = folders;
  const kept = await refsBelow(git, folders.kept);
  // What once gave way is kept behind the same name.
  const isKept = (ref: string, to: string): boolean => kept.get(folders.kept + ref.slice(results.length)) === to;
  const read = await readRemote(git, remote, [`${results}*`, `${loops}*`]);
  if (!read.ok) return read;
  const { at } = read.value;
  const made = [...(await refsBelow(git, results))]
    .filter(([ref, to]) => !at.has(ref) && !isKept(ref, to))
    .map(([ref, to]) => ({ ref, to }));
  const left = [...(await refsBelow(git, loops))].filter(([ref, to]) => before.get(ref) !== to && at.get(ref) !== to);
  // Of what has its result nobody needs to know where it stood.
  const over = made.map(({ ref }) => loops + ref.slice(results.length)).filter((ref) => at.has(ref));
  const moved = left.filter(([ref]) => !over.includes(ref)).map(([ref, to]) => ({ ref, to, expected: at.get(ref) }));
  return ok([...made, ...moved, ...over.map((ref) => ({ ref, to: undefined, expected: at.get(ref) }))]);
}

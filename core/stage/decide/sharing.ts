import { fail, ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import { fetchRef, isHere, readRemote } from '../../git/remote.ts';
import type { Options } from '../../options.ts';

/** Whether claims and results are shared, and through which remote. */
export interface Sharing {
  /** Undefined: they are of this repository alone. */
  readonly remote?: string;
  /** The base of the phase that the remote has. */
  readonly baseThere?: string;
  /** That base is to be moved: it is from before the hand-off, or somebody wants to begin anew. */
  readonly isOver?: boolean;
  /** Why they are not shared, where somebody might think that they are; or from where the phase goes on now. */
  readonly note?: string;
}

/** Looks at the remote through which a phase may be shared. A base that it has is brought here; no ref is moved. */
export async function sharingOf(
  git: Git,
  refs: PhaseRefs,
  { claims }: Pick<Options, 'claims'>,
): Promise<Result<Sharing>> {
  if (claims === 'off') return ok({});
  const remotes = (await git.text(['remote'])).split('\n').filter(Boolean);
  const remote = remotes.find((name) => name === 'origin') ?? (remotes.length === 1 ? remotes[0] : undefined);
  if (remote === undefined) return ok({});
  const read = await readRemote(git, remote, [refs.base]);
  if (!read.ok) return read;
  const baseThere = read.value.at.get(refs.base);
  if (baseThere === undefined) return ok({ remote });
  if (!(await isHere(git, baseThere))) await fetchRef(git, remote, refs.base);
  return (await isHere(git, baseThere))
    ? ok({ remote, baseThere })
    : fail('remote', `${refs.base} of ${remote} could not be fetched.`);
}

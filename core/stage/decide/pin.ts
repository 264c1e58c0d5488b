import type { Git } from '../../git/git.ts';
import { readRef, type PhaseRefs } from '../../git/refs.ts';
import type { Options } from '../../options.ts';
import { includes } from '../land/mainline.ts';
import type { Sharing } from './sharing.ts';

export interface Pin {
  /** The commit that the phase goes on from; undefined: it begins at HEAD. */
  readonly commit: string | undefined;
  readonly sharing: Sharing;
}

/**
 * The base that a phase goes on from: the one that was pinned here, or by others on the remote. Whoever has agreed with the
 * others on one follows them when they begin anew. A base that is over is none. One that HEAD does not have may hold what
 * nobody here has seen: whoever has not insisted on sharing goes on alone then, and whoever has is told.
 */
export async function pinOf(
  git: Git,
  refs: PhaseRefs,
  about: {
    readonly here: string | undefined;
    readonly sharing: Sharing;
    readonly isOver: (commit: string) => Promise<boolean>;
    readonly head: string;
    readonly claims: Options['claims'];
  },
): Promise<Pin> {
  const { sharing, isOver } = about;
  const { remote, baseThere } = sharing;
  const valid = async (commit: string | undefined) =>
    commit === undefined || (await isOver(commit)) ? undefined : commit;
  const [here, there] = [await valid(about.here), await valid(baseThere)];
  if (here !== undefined && there !== undefined && here !== there && (await readRef(git, refs.shared)) === here) {
    const note = `${remote} has begun the phase anew at ${there.slice(0, 10)}: it goes on from there, and not from ${here.slice(0, 10)}`;
    return { commit: there, sharing: { ...sharing, note } };
  }
  if (about.here === undefined && there !== undefined && !(await includes(git, about.head, there))) {
    const begun = `others have begun this phase at ${there.slice(0, 10)} on ${remote}, which HEAD does not have`;
    if (about.claims === 'auto')
      return { commit: undefined, sharing: { note: `${begun}: it is not shared with them` } };
    return {
      commit: there,
      sharing: { ...sharing, note: `${begun}: it goes on from there, with all that this commit has` },
    };
  }
  const isMoved = baseThere !== undefined && there === undefined;
  return { commit: here ?? there, sharing: { ...sharing, ...(isMoved && { isOver: true }) } };
}

import { fail, ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import { fetchRef, isHere, readRemote } from '../../git/remote.ts';
import type { Host } from '../../host/host.ts';
import type { Options } from '../../options.ts';
import { baseOf } from './begun.ts';

/** Whether claims and results are shared, and through which remote. */
export interface Sharing {
  /** Undefined: they are of this repository alone. */
  readonly remote?: string;
  /** The base of the phase that the remote has, and the commit that tells it there. */
  readonly baseThere?: string;
  readonly begunThere?: string;
  /** The commit that holds the options of the phase there. */
  readonly optionsThere?: string;
  /** That base is to be moved: it is from before the hand-off, or somebody wants to begin anew. */
  readonly isOver?: boolean;
  /** Why they are not shared, where somebody might think that they are; or from where the phase goes on now. */
  readonly note?: string;
}

/**
 * Looks at the remote through which a phase may be shared. A base that it has is brought here; no ref is moved. A job of a
 * CI without a token is no place to push from, unless somebody says so.
 */
export async function sharingOf(
  { env }: Pick<Host, 'env'>,
  git: Git,
  refs: PhaseRefs,
  { claims }: Pick<Options, 'claims'>,
): Promise<Result<Sharing>> {
  const isTokenless = Boolean(env['CI']) && !tokens.some((name) => env[name]);
  if (claims === 'off' || (claims === 'auto' && isTokenless)) return ok({});
  const remotes = (await git.text(['remote'])).split('\n').filter(Boolean);
  const remote = remotes.find((name) => name === 'origin') ?? (remotes.length === 1 ? remotes[0] : undefined);
  if (remote === undefined && claims === 'plan')
    return fail(
      'bad-option',
      'Unexpected option "claims": "plan" in a repository without a remote that is called origin or is the only one: claims stand in the plan on its main. Add one with `git remote add origin <address>`, or leave the option out.',
    );
  if (remote === undefined) return ok({});
  const read = await readRemote(git, remote, [refs.begun, refs.options]);
  if (!read.ok) return orAlone(claims, read);
  const begunThere = read.value.at.get(refs.begun);
  const optionsThere = read.value.at.get(refs.options);
  const options = optionsThere === undefined ? {} : { optionsThere };
  if (begunThere === undefined) return ok({ remote, ...options });
  if (!(await isHere(git, begunThere))) await fetchRef(git, remote, refs.begun);
  if (!(await isHere(git, begunThere)))
    return orAlone(claims, fail('remote', `${refs.begun} of ${remote} could not be fetched.`));
  const baseThere = await baseOf(git, begunThere);
  return baseThere === undefined
    ? orAlone(
        claims,
        fail(
          'remote',
          `${refs.begun} of ${remote} tells no base that a phase has begun at. Remove it, and the phase begins anew there: git push ${remote} :${refs.begun}`,
        ),
      )
    : ok({ remote, baseThere, begunThere, ...options });
}

/** Of GitHub, GitLab and what is like them. */
const tokens = ['GITHUB_TOKEN', 'GH_TOKEN', 'CI_JOB_TOKEN', 'GITLAB_TOKEN', 'GITEA_TOKEN'];

/** Whoever has not asked for a shared phase has one notice, and goes on without. */
export function orAlone(claims: Options['claims'], why: ReturnType<typeof fail>): Result<Sharing> {
  return claims === 'auto' ? ok(alone(why.failure.message)) : why;
}

export function alone(why: string): Sharing {
  return { note: `this phase is not shared with other machines: ${why}` };
}

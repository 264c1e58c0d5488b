import { fail, ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { readRef } from '../../git/refs.ts';
import type { Options } from '../../options.ts';
import { localMainBranch } from './mainline.ts';

/** Where a phase is to land, as far as can be told without asking anybody. */
export type LandingPlace =
  | { readonly to: 'branch' }
  | { readonly to: 'pull-request'; readonly remote: string }
  /** Main of the remote; without one, the local main. */
  | { readonly to: 'main'; readonly remote: string | undefined };

/** Refuses what cannot come to an end, before anything is done. */
export async function landingPlace(git: Git, { land }: Options): Promise<Result<LandingPlace>> {
  if (land === 'branch') return ok({ to: land });
  const remotes = (await git.text(['remote'])).split('\n').filter(Boolean);
  const remote = remotes.find((name) => name === 'origin') ?? remotes[0];
  if (remote !== 'origin' && remotes.length > 1)
    return fail(
      'bad-option',
      `Unexpected remotes ${remotes.join(', ')} with option "land": "${land}", expected one called origin, or only one. Rename the one to land on, or set "land" to "branch".`,
    );
  if (land === 'main') {
    const main = remote === undefined ? await localMainBranch(git) : ok(remote);
    return main.ok ? ok({ to: land, remote }) : main;
  }
  if (remote === undefined)
    return fail(
      'bad-option',
      'Unexpected option "land": "pull-request" in a repository without a remote. Add one with `git remote add origin <address>`, or set "land" to "branch".',
    );
  return ok({ to: land, remote });
}

/**
 * Says before the work what would keep it from landing after it: neither main of the remote nor, for a pull request, any
 * other branch of it has the commit that the phase starts from, as far as is known here. Undefined when there is nothing
 * to say.
 */
export async function stillToPush(git: Git, place: LandingPlace, base: string): Promise<string | undefined> {
  const remote = place.to === 'branch' ? undefined : place.remote;
  if (remote === undefined) return undefined;
  const main = place.to === 'main' ? await knownMain(git, remote) : undefined;
  const unknown = await git.text(['rev-list', '--max-count=1', base, '--not', main ?? `--remotes=${remote}`]);
  if (unknown === '') return undefined;
  const lack =
    main === undefined
      ? `no branch of ${remote} has`
      : `${main.slice(`refs/remotes/${remote}/`.length)} of ${remote} does not have`;
  return `as far as is known here, ${lack} ${base.slice(0, 10)}, the commit that the phase starts from: push it before the phase lands there`;
}

/** Main of a remote, as it was last seen here. Its name is known where the remote was cloned; else it has a usual one. */
async function knownMain(git: Git, remote: string): Promise<string | undefined> {
  const under = `refs/remotes/${remote}/`;
  const named = await git.run(['symbolic-ref', '--quiet', `${under}HEAD`]);
  for (const ref of [named.stdout.trim(), `${under}main`, `${under}master`])
    if (ref !== '' && (await readRef(git, ref)) !== undefined) return ref;
  return undefined;
}

/** The place for people. */
export function describePlace(place: LandingPlace, phaseSlug: string): string {
  if (place.to === 'branch') return `the branch phase/${phaseSlug}`;
  if (place.to === 'pull-request') return `a pull request at ${place.remote} from the branch phase/${phaseSlug}`;
  return place.remote === undefined ? 'the local main branch' : `the main branch of ${place.remote}`;
}

import { fail, ok, type Failure, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { branchLimits, pushRefs } from '../git/push.ts';
import { fetchRef, isHere, readRemote, type RemoteRefs } from '../git/remote.ts';
import type { Host } from '../host/host.ts';
import { branchNames } from '../stage/land/land-on-branch.ts';
import { visibleLine } from '../visible.ts';
import { bringResults, type Brought } from './bring-results.ts';
import { pushedRef, type Manifest } from './manifest.ts';
import type { OpenedBundle } from './open-bundle.ts';
import { wholeProof } from './whole-proof.ts';

/** What became of a bundle at the remote. */
export interface Delivered extends Brought {
  readonly landed?: { readonly ref: string; readonly commit: string; readonly tree: string };
  /** Why what was to land did not, or what else is not there; all other results are, and nothing of them is paid for again. */
  readonly failure?: Failure;
}

export interface Delivery {
  readonly remote: string;
  /** Where whoever delivers lets phases land. A bundle for another place lands nothing. */
  readonly land: NonNullable<Manifest['landing']>['as'];
  /** Lets what lands change how the repository's own workflows run. No token of a workflow may push that. */
  readonly mayChangeWorkflows: boolean;
}

/**
 * Brings what a checked bundle has to the remote: first its results, so that any machine can go on from there, then what
 * lands, from exactly where it was when the work began. Runs nothing of the repository's.
 */
export async function deliver(
  host: Host,
  git: Git,
  bundle: OpenedBundle,
  delivery: Delivery,
): Promise<Result<Delivered>> {
  const results = await bringResults(host, git, [bundle], delivery);
  if (!results.ok) return results;
  const [forged] = results.value.forged;
  if (forged !== undefined) return fail('bundle', forged);
  const failure = untaken(results.value, delivery);
  if (bundle.manifest.landing === null) return ok({ ...results.value, ...failure });
  const landed = await bringLanding(host, git, bundle, delivery);
  return ok({ ...results.value, ...(landed.ok ? { landed: landed.value, ...failure } : { failure: landed.failure }) });
}

/** What is not where it was to be brought, as a reason for the job to be red. */
function untaken(
  { notTaken }: Pick<Brought, 'notTaken'>,
  { remote }: Pick<Delivery, 'remote'>,
): { readonly failure?: Failure } {
  if (notTaken.length === 0) return {};
  return {
    failure: { reason: 'remote', message: `${remote} did not take ${notTaken.join('; ')}. All else is there.` },
  };
}

async function bringLanding(
  host: Host,
  git: Git,
  bundle: OpenedBundle,
  { remote, land, mayChangeWorkflows }: Delivery,
): Promise<Result<NonNullable<Delivered['landed']>>> {
  const { manifest } = bundle;
  const { landing } = manifest;
  if (landing === null) throw new Error('Internal error: there is nothing to land');
  const proven = await wholeProof(git, bundle);
  if (!proven.ok) return proven;
  const { ref, to, before } = landing;
  const pushedTo = pushedRef(manifest);
  const read = await readRemote(git, remote, [ref, pushedTo]);
  if (!read.ok) return read;
  const own = read.value.at.get(pushedTo);
  const landed = { ref, commit: to, tree: proven.value };
  const there = read.value.at.get(ref);
  const may = landing.as === 'main' ? [read.value.main] : branchesOf(manifest, to);
  if (landing.as !== land || !may.includes(ref))
    return fail(
      'bundle',
      `The bundle would move ${ref} as "${landing.as}", and may move ${may.join(' or ')} as "${land}". Nothing was landed.`,
    );
  if (there === to && (landing.as === 'main' || own === to)) return ok(landed);
  if (landing.as !== 'main' && there !== undefined && there !== own)
    return fail(
      'land',
      `${ref} of ${remote} is somebody else's: this phase has not moved it there. Nothing was landed.`,
    );
  const main = await commonWithMain(git, { remote, ...read.value }, to);
  if (!main.ok) return main;
  const flows = mayChangeWorkflows ? [] : await changedWorkflows(git, main.value.common, to);
  if (flows.length > 0)
    return fail(
      'land',
      `The phase changes ${flows.join(', ')}, and a workflow's own token may not push that. Give the action a token that may, and say so with its input "workflows"; or leave these files out of the plan.`,
    );
  if ((there ?? null) !== before)
    return fail(
      'land',
      `${ref} of ${remote} was moved meanwhile, from ${before?.slice(0, 10) ?? 'nowhere'} to ${there?.slice(0, 10) ?? 'nowhere'}. Start the phase again: its results are there, and only what has to be judged anew is.`,
    );
  const noted = landing.as === 'main' ? [] : [{ ref: pushedTo, to, expected: own }];
  const moves = [{ ref, to, expected: there }, ...noted];
  const pushed = await pushRefs(host, git, { remote, moves, work: branchLimits });
  if (pushed.how === 'moved') return ok(landed);
  const words = 'words' in pushed ? pushed.words : 'somebody else has moved it in this moment';
  const isOfWorkflows = pushed.how === 'refused' && /workflow/i.test(pushed.words);
  const isStale = isOfWorkflows && (await changedWorkflows(git, main.value.common, main.value.tip)).length > 0;
  const next = isStale
    ? 'Workflows have changed on main since the phase began, and GitHub takes no branch with the old ones from the token of a job: give the action one that may push them, or have the phase begin anew with --rebase'
    : 'Run this job again';
  return fail('land', `${ref} of ${remote} was not moved: ${words}. ${next}.`);
}

/** The branches that a phase may have: none of them is anybody's pages or release. */
function branchesOf(manifest: Manifest, commit: string): string[] {
  const names = [false, true].flatMap((isFolderTaken) => branchNames(manifest, commit, isFolderTaken));
  return names.map((name) => `refs/heads/${name}`);
}

/** Where main of the remote is, and where what lands has left it: what a bundle says of its base is nobody's word. */
async function commonWithMain(
  git: Git,
  { remote, main = '', at }: RemoteRefs & { readonly remote: string },
  to: string,
): Promise<Result<{ readonly tip: string; readonly common: string }>> {
  const commit = at.get(main);
  if (commit === undefined) return fail('remote', `${remote} names no main branch to compare with.`);
  const fetched = (await isHere(git, commit)) ? ok('here') : await fetchRef(git, remote, main);
  if (!fetched.ok) return fetched;
  const found = await git.run(['merge-base', commit, to]);
  return found.ok
    ? ok({ tip: commit, common: found.stdout.trim() })
    : fail('bundle', `What the bundle has to land has nothing in common with ${main} of ${remote}.`);
}

async function changedWorkflows(git: Git, from: string, to: string): Promise<string[]> {
  const listed = await git.text(['diff', '--name-only', '-z', '--no-renames', from, to, '--', '.github/workflows']);
  return listed.split('\0').filter(Boolean).map(visibleLine);
}

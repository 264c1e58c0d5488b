import { costsSchema } from '../agent/account.ts';
import { fail, ok, type Failure, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { readNote } from '../git/note.ts';
import { branchLimits, pushRefs, type RemoteMove } from '../git/push.ts';
import { phaseRefs } from '../git/refs.ts';
import { fetchRef, isHere, readRemote, type RemoteRefs } from '../git/remote.ts';
import type { Host } from '../host/host.ts';
import { isResult, whyNotBelieved } from '../result/foreign-result.ts';
import { branchNames } from '../stage/land/land-on-branch.ts';
import { visibleLine } from '../visible.ts';
import type { Manifest } from './manifest.ts';
import type { OpenedBundle } from './open-bundle.ts';
import { wholeProof } from './whole-proof.ts';

/** What became of a bundle at the remote. */
export interface Delivered {
  /** Refs of results, loops and answers that the remote has from it now. */
  readonly brought: readonly string[];
  /** Those that others have moved meanwhile: theirs count. */
  readonly left: readonly string[];
  readonly landed?: { readonly ref: string; readonly commit: string; readonly tree: string };
  /** Why what was to land did not; the results are there all the same, and nothing of them is paid for again. */
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
  const forged = await whyForged(git, bundle);
  if (forged !== undefined) return fail('bundle', `The bundle is refused: ${forged}. Nothing was moved.`);
  const results = await bringResults(host, git, bundle, delivery);
  if (!results.ok || bundle.manifest.landing === null) return results;
  const landed = await bringLanding(host, git, bundle, delivery);
  return ok({ ...results.value, ...(landed.ok ? { landed: landed.value } : { failure: landed.failure }) });
}

async function whyForged(git: Git, { moves }: OpenedBundle): Promise<string | undefined> {
  for (const { ref, to, before } of moves) {
    if (/\/spent\/[^/]+$/.test(ref)) {
      const costs = costsSchema.safeParse((await readNote(git, to))?.['costs']);
      if (!costs.success) return `${ref} is no account of what agents have cost`;
      if (before !== null && before !== to) return `${ref} is another job's account, and was changed`;
    }
    if (!ref.includes('/result/')) continue;
    if (!isResult(ref)) return `${ref} is a result of no stage that this version of phasewright knows`;
    const why = await whyNotBelieved(git, ref, to);
    if (why !== undefined) return `${ref} is not what it says: ${why}`;
  }
  return undefined;
}

async function bringResults(
  host: Host,
  git: Git,
  { moves, manifest }: OpenedBundle,
  { remote }: Delivery,
): Promise<Result<Delivered>> {
  // Where the branch was pushed to is brought together with it.
  const own = moves.filter(({ ref }) => ref !== manifest.landing?.ref && ref !== pushedRef(manifest));
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const read = await readRemote(git, remote, ['refs/phasewright/*']);
    if (!read.ok) return read;
    const { at } = read.value;
    const news = own.filter(({ ref, to }) => at.get(ref) !== to);
    const free = news.filter(({ ref, before }) => (at.get(ref) ?? null) === before || !at.has(ref));
    const left = news.filter((one) => !free.includes(one)).map(({ ref }) => ref);
    const wanted: RemoteMove[] = free.map(({ ref, to }) => ({ ref, to, expected: at.get(ref) }));
    if (wanted.length === 0) return ok({ brought: [], left });
    const pushed = await pushRefs(host, git, { remote, moves: wanted, work: branchLimits });
    if (pushed.how === 'moved') return ok({ brought: wanted.map(({ ref }) => ref), left });
    if (pushed.how !== 'lost')
      return fail('remote', `${remote} did not take the results: ${pushed.words}. Run this job again.`);
  }
  return fail('remote', `The results on ${remote} were moved by others each time. Run this job again.`);
}

const mostTries = 5;

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
  const flows = mayChangeWorkflows ? [] : await changedWorkflows(git, main.value, to);
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
  return fail('land', `${ref} of ${remote} was not moved: ${words}. Run this job again.`);
}

/** Says what the branch of a phase was moved to, by whom the phase is landed: another one there is not ours. */
function pushedRef({ plan, phase }: Manifest): string {
  return phaseRefs(plan.id, phase.slug).pushed;
}

/** The branches that a phase may have: none of them is anybody's pages or release. */
function branchesOf(manifest: Manifest, commit: string): string[] {
  const names = [false, true].flatMap((isFolderTaken) => branchNames(manifest, commit, isFolderTaken));
  return names.map((name) => `refs/heads/${name}`);
}

/** Where what lands has left main of the remote: what a bundle says of its base is nobody's word. */
async function commonWithMain(
  git: Git,
  { remote, main = '', at }: RemoteRefs & { readonly remote: string },
  to: string,
): Promise<Result<string>> {
  const commit = at.get(main);
  if (commit === undefined) return fail('remote', `${remote} names no main branch to compare with.`);
  const fetched = (await isHere(git, commit)) ? ok('here') : await fetchRef(git, remote, main);
  if (!fetched.ok) return fetched;
  const found = await git.run(['merge-base', commit, to]);
  return found.ok
    ? ok(found.stdout.trim())
    : fail('bundle', `What the bundle has to land has nothing in common with ${main} of ${remote}.`);
}

async function changedWorkflows(git: Git, from: string, to: string): Promise<string[]> {
  const listed = await git.text(['diff', '--name-only', '-z', '--no-renames', from, to, '--', '.github/workflows']);
  return listed.split('\0').filter(Boolean).map(visibleLine);
}

import { z } from 'zod';
import { layOwnNotes } from '../../../core/bundle/own-notes.ts';
import { oddRefs } from '../../../core/bundle/odd-refs.ts';
import { openBundle } from '../../../core/bundle/open-bundle.ts';
import { makeRelay, type Relay } from '../../../core/bundle/relay.ts';
import { takeFromRemote, takeIn } from '../../../core/bundle/take-in.ts';
import { refsBelow } from '../../../core/claim/unshared.ts';
import { fail, ok, type Failure, type Result } from '../../../core/failure.ts';
import { git, type Git } from '../../../core/git/git.ts';
import type { Host } from '../../../core/host/host.ts';
import { annotate } from '../annotate.ts';
import type { Annotation } from '../annotations.ts';
import { bundlesIn } from '../bundles-in.ts';
import { list, readInputs, word, yesOrNo } from '../inputs.ts';
import type { Job } from '../job.ts';
import { withoutCredentials } from '../left-credentials.ts';
import { placeOf } from '../place.ts';
import type { StageEnd } from '../stage.ts';
import { tell } from '../tell.ts';
import { whoMay } from '../who-may.ts';
import { withToken } from '../with-token.ts';

/** What the step before any agent has. */
export const fetchInputs = {
  /** Reads the repository; it is in no other step of the job. */
  token: z.string().optional(),
  /** Logins of apps that may start what costs money. */
  bots: list,
  /** `false` in a job that comes after one that has asked. */
  actor: yesOrNo.default(true),
  /** A folder with bundles, or one: of the jobs before. */
  bundles: word.optional(),
};

/**
 * Brings all that there is of phases into a relay of this job: from the remote, and from the bundles of the jobs before. It
 * is the only step of a job with agents that has a token, and is over before any of them starts.
 */
export async function fetch(host: Host, job: Job, workspace: string): Promise<Result<StageEnd>> {
  const inputs = readInputs(job, fetchInputs);
  if (!inputs.ok) return inputs;
  const place = placeOf(job, workspace);
  if (!place.ok) return place;
  const { folder } = place.value;
  const { token, bots, actor } = inputs.value;
  const may = actor ? await whoMay(job, { token: token ?? '', bots }) : ok(undefined);
  if (!may.ok) return may;
  const checkout = git(host, workspace);
  const isShallow = await checkout.run(['rev-parse', '--is-shallow-repository']);
  if (isShallow.stdout.trim() !== 'false')
    return fail(
      isShallow.ok ? 'shallow-clone' : 'no-repository',
      `Unexpected ${isShallow.ok ? 'shallow clone' : 'folder without a git checkout'} in ${workspace}, expected all of the history: give actions/checkout \`fetch-depth: 0\`.`,
    );
  const clean = await withoutCredentials(checkout);
  if (!clean.ok) return clean;
  const relay = await makeRelay(host, checkout, folder);
  if (!relay.ok) return relay;
  const about = { checkout: workspace, folder, token };
  const taken = await withToken(host, about, async (inner) => await takeFromRemote(git(inner, workspace), relay.value));
  if (!taken.ok) return taken;
  const bundles = await bundlesIn(host, workspace, inputs.value.bundles);
  const opened = await takeBundles(host, job, { checkout, relay: relay.value, bundles });
  if (!opened.ok) return opened;
  await layOwnNotes(checkout, relay.value);
  return ok({ outputs: {} });
}

/**
 * Takes in what the jobs before have made. Agents were at work there: what is not what it says is left out, and keeps nothing
 * else from being gone on with; but where no bundle can be opened there is nothing to go on from.
 */
async function takeBundles(
  host: Host,
  job: Job,
  about: { readonly checkout: Git; readonly relay: Relay; readonly bundles: readonly string[] },
): Promise<Result<'taken'>> {
  const { checkout, relay, bundles } = about;
  const unopened: Failure[] = [];
  for (const bundle of bundles) {
    const opened = await openBundle(host, checkout, { folder: bundle });
    if (!opened.ok) {
      unopened.push(opened.failure);
      continue;
    }
    const { phase, plan } = opened.value.manifest;
    const here = await refsBelow(relay.git, 'refs/phasewright/');
    const news = opened.value.moves.filter(({ ref, to }) => here.get(ref) !== to);
    const odd = await oddRefs(checkout, { ...opened.value, moves: news });
    const moves = news.filter(({ ref }) => !odd.some((one) => one.ref === ref));
    const left = await takeIn(relay, { ...opened.value, moves });
    tell(job, `Taken in: ${bundle}, phase ${phase.id} of ${plan.id}, ${moves.length} refs\n`);
    for (const ref of left) tell(job, `  left out, since another one was first: ${ref}\n`);
    annotate(odd.map(({ ref, why }) => leftOut(`${ref} ${why}: it is left out of what goes on from ${bundle}.`)));
  }
  const [first] = unopened;
  if (first !== undefined && unopened.length === bundles.length) return { ok: false, failure: first };
  annotate(unopened.map(({ message }) => leftOut(message)));
  return ok('taken');
}

function leftOut(message: string): Annotation {
  return { level: 'warning', title: 'Left out', message };
}

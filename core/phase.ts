import { diskFailure } from './disk-trouble.ts';
import { fail, ok, type Result } from './failure.ts';
import type { Host } from './host/host.ts';
import { pullRequestBody } from './report/pull-request-body.ts';
import { hasUnshared, asWhole, type Turn } from './stage/as-whole.ts';
import { begin, type Outside } from './stage/begin.ts';
import { bindAndRun, runTasksWithOthers } from './stage/bind-and-run.ts';
import { sharedOf } from './stage/context.ts';
import type { PhaseRequest } from './stage/decide/decision.ts';
import { stillAgreed } from './stage/decide/share-options.ts';
import { end, type PhaseRun } from './stage/end.ts';
import { land } from './stage/land/land.ts';
import { lostClaim, type Landing } from './stage/land/landing.ts';
import { makeReady } from './stage/make-ready.ts';
import { lookLast } from './stage/packages.ts';
import { makeReport } from './stage/report/report.ts';
import { isComplete } from './stage/run.ts';
import type { Walk } from './stage/walk.ts';

/**
 * Lands one phase of a plan: has its specs polished, binds it to commits, lets its stages run as an Nx graph in a
 * worktree of its own, lands it if all is proven, and reports whatever happened. A request that is refused touches
 * nothing and has no report.
 */
export async function implementPhase(host: Host, request: PhaseRequest, outside: Outside): Promise<Result<PhaseRun>> {
  return await begin(host, request, outside, async (begun) => {
    const { walk, claim, soFar } = begun;
    let bug: unknown;
    const came = await walkToLanding(walk, {
      forge: outside.forge,
      isStillOurs: async () => await claim.isOurs(),
      describe: async (where) =>
        pullRequestBody(await makeReport(walk.decision, walk.context, { ...soFar(), landed: where })),
    }).catch((error: unknown): Landing => {
      const disk = diskFailure(error);
      if (disk) return { failure: disk };
      // A bug of ours is reported like a failure, and then thrown as what it is.
      bug = error;
      return fail('stage-failed', error instanceof Error ? error.message : String(error));
    });
    const ran = await end(begun, came);
    if (bug !== undefined) throw bug;
    return ok(ran);
  });
}

/** From texts that are made fit to the move of one branch, or to why it was not moved. */
async function walkToLanding(walk: Walk, about: Parameters<typeof land>[1]): Promise<Landing> {
  const runAndLand = async (turn?: Turn): Promise<Landing> => {
    if (turn?.gaveWay.some((ref) => /\/result\/(?:breakdown|polish)\//.test(ref))) return fail('claimed', otherTexts);
    if (turn?.gaveWay.some((ref) => /\/result\/(?:task|merge)-/.test(ref))) return fail('claimed', otherWork);
    const shared = sharedOf(walk.context);
    const agreed = turn && shared ? await stillAgreed(walk.host, shared, walk.decision) : ok('agreed');
    if (!agreed.ok) return agreed;
    const ran = await bindAndRun(walk, 'all', turn?.lost);
    const looked = await lookLast(walk.context);
    if (turn?.lost?.aborted) return lostClaim();
    if (!ran.ok) return ran;
    const isStillOurs = async () => (await about.isStillOurs()) && (turn === undefined || (await turn.isStillOurs()));
    return looked.ok
      ? await land(walk.context, { ...about, isStillOurs, ...(turn?.push && { push: turn.push }) })
      : looked;
  };
  const ready = await makeReady(walk);
  const shared = sharedOf(walk.context);
  const done = ready.ok && shared ? await runTasksWithOthers(walk, shared) : ready;
  // With all results there nothing is left that two could do twice, but to move what others see.
  const isLeft = done.ok && isComplete(walk.known) && walk.decision.landing.to === 'branch';
  if (isLeft && !(shared && (await hasUnshared(walk.context, shared)))) return await runAndLand();
  const landing = done.ok ? await asWhole(walk.context, runAndLand) : done;
  if (landing.ok) return landing.value;
  await lookLast(walk.context);
  return landing;
}

const otherWork =
  'Another machine has done a task of this phase as well, and its result came to the remote first: what was to be built here on ours would not count. Run again to go on with theirs.';
const otherTexts =
  'Another machine has made the texts of this phase fit as well, and theirs came to the remote first: what was built here on others does not count. Run again to go on with theirs.';

import { diskFailure } from './disk-trouble.ts';
import { fail, ok, type Failure, type Result } from './failure.ts';
import type { HeldClaim } from './claim/held-claim.ts';
import { notBrought } from './git/not-brought.ts';
import type { Host } from './host/host.ts';
import { tellingWaits } from './host/telling-waits.ts';
import { runVariable } from './host/variables.ts';
import type { ProgressEvent } from './report/progress.ts';
import { forecastLines } from './report/forecast-lines.ts';
import { pullRequestBody } from './report/pull-request-body.ts';
import type { Report } from './report/report.ts';
import { hasUnshared, asWhole, type Turn } from './stage/as-whole.ts';
import { bindAndRun, runTasksWithOthers } from './stage/bind-and-run.ts';
import { sharedOf } from './stage/context.ts';
import { claimPhase, phaseContext } from './stage/decide/bind.ts';
import { decide } from './stage/decide/decide.ts';
import type { Decision, PhaseRequest } from './stage/decide/decision.ts';
import { share } from './stage/decide/share.ts';
import { stillAgreed } from './stage/decide/share-options.ts';
import { sharingNotes } from './stage/decide/sharing-notes.ts';
import { land } from './stage/land/land.ts';
import { lostClaim, type Forge, type Landing } from './stage/land/landing.ts';
import { stillToPush } from './stage/land/landing-place.ts';
import { makeReady } from './stage/make-ready.ts';
import { lookLast } from './stage/packages.ts';
import { recordAsked } from './stage/questions/asked.ts';
import { makeReport, writeReport } from './stage/report/report.ts';
import { isComplete, runStages } from './stage/run.ts';
import type { Walk } from './stage/walk.ts';

/** One run of a phase, from the request to the report. */
export interface PhaseRun {
  readonly report: Report;
  /** Of the Markdown report, relative to the workspace. */
  readonly reportPath: string;
}

/** What a run meets beside the machine. */
export interface Outside {
  readonly onEvent: (event: ProgressEvent) => void;
  readonly forge: Forge;
  /** Runs the stages of a phase; with an Nx of their own unless said. */
  readonly runStages?: typeof runStages;
}

/**
 * Lands one phase of a plan: has its specs polished, binds it to commits, lets its stages run as an Nx graph in a
 * worktree of its own, lands it if all is proven, and reports whatever happened. A request that is refused touches
 * nothing and has no report.
 */
export async function implementPhase(host: Host, request: PhaseRequest, outside: Outside): Promise<Result<PhaseRun>> {
  try {
    return await implement(host, request, outside);
  } catch (error) {
    const failure = diskFailure(error);
    if (!failure) throw error;
    return { ok: false, failure };
  }
}

async function implement(silent: Host, request: PhaseRequest, outside: Outside): Promise<Result<PhaseRun>> {
  const started = silent.clock.wall();
  const host = tellingWaits(silent, (text) =>
    outside.onEvent({ type: 'note', stage: 'run', text, at: silent.clock.wall() - started }),
  );
  const decided = await decide(host, request);
  if (!decided.ok) return decided;
  const usable = decided.value.landing.to === 'pull-request' ? outside.forge.check() : ok('usable');
  if (!usable.ok) return usable;
  const run = host.randomId();
  const claim = await claimPhase(host, decided.value, run);
  if (!claim.ok) return claim;
  try {
    const decision = await share(host, decided.value);
    return decision.ok
      ? await walkAndReport(host, { started, request, run, decision: decision.value, claim: claim.value, outside })
      : decision;
  } finally {
    await host.processes.sweep(`${runVariable}=${run}`);
    await claim.value.end();
  }
}

interface Begun {
  readonly started: number;
  readonly request: PhaseRequest;
  readonly run: string;
  readonly decision: Decision;
  readonly claim: HeldClaim;
  readonly outside: Outside;
}

async function walkAndReport(host: Host, begun: Begun): Promise<Result<PhaseRun>> {
  const { started, request, run, decision, claim, outside } = begun;
  let agentCalls = 0;
  const onEvent = (event: ProgressEvent): void => {
    if (event.type === 'agent-started') agentCalls += 1;
    outside.onEvent(event);
  };
  const emit: Walk['context']['emit'] = (event) => onEvent({ ...event, at: host.clock.wall() - started });
  const graph = outside.runStages ?? runStages;
  const walk: Walk = {
    host,
    request,
    decision,
    context: await phaseContext(host, decision, run, emit),
    known: new Map(),
    runGraph: async (context, what, cancel) => await graph(context, { started, onEvent, what, cancel }),
  };
  const reusesPolish = decision.polish.state === 'done';
  const soFar = () => ({ known: walk.known, reusesPolish, agentCalls });

  for (const { what, why } of forecastLines(decision.forecast))
    emit({ type: 'note', stage: 'run', text: `${what}: ${why}` });
  for (const text of sharingNotes(decision)) emit({ type: 'note', stage: 'bind', text });
  for (const text of await notBrought(decision.repository.git, decision.base))
    emit({ type: 'note', stage: 'bind', text });
  const toPush = await stillToPush(decision.repository.git, decision.landing, decision.base);
  if (toPush !== undefined) emit({ type: 'note', stage: 'land', text: toPush });

  let bug: unknown;
  const { landed, failure, hooks, merge, questions } = await walkToLanding(walk, {
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
  // A run that was refused has no worktree to ask git in.
  const inCheckout = { ...walk.context, repository: walk.decision.repository };
  const ended = { ...soFar(), landed, failure: failure && whyNot(failure), hooks, merge, questions };
  const { report, path } = await writeReport(walk.decision, inCheckout, ended);
  await recordAsked(inCheckout, report.questions);
  const { outcome, summary } = report;
  const next = report.landed?.merge ?? report.next;
  emit({ type: 'phase-finished', outcome, summary, agentCalls, report: path, next });
  if (bug !== undefined) throw bug;
  return ok({ report, reportPath: path });
}

/** From texts that are made fit to the move of one branch, or to why it was not moved. */
async function walkToLanding(walk: Walk, about: Parameters<typeof land>[1]): Promise<Landing> {
  const runAndLand = async (turn?: Turn): Promise<Landing> => {
    if (turn?.gaveWay.some((ref) => /\/result\/(?:breakdown|polish)\//.test(ref))) return fail('claimed', otherTexts);
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

const otherTexts =
  'Another machine has made the texts of this phase fit as well, and theirs came to the remote first: what was built here on others does not count. Run again to go on with theirs.';

/** That a stage left no result is told by that stage's own record, and better. */
function whyNot(failure: Failure): Failure | undefined {
  return failure.reason === 'missing-result' ? undefined : failure;
}

import { fail, ok, type Failure, type Result } from './failure.ts';
import { adoptResults } from './claim/adopt-results.ts';
import type { Shared } from './claim/shared.ts';
import type { Host } from './host/host.ts';
import { runVariable } from './host/variables.ts';
import type { ProgressEvent } from './report/progress.ts';
import { pullRequestBody } from './report/pull-request-body.ts';
import type { Report } from './report/report.ts';
import { asWhole } from './stage/as-whole.ts';
import { answerOverdue, recordAsked } from './stage/questions/asked.ts';
import { bind, bindWorktree, claimPhase, clearArtifacts, phaseContext } from './stage/decide/bind.ts';
import { sharedOf, type Emit, type StageContext } from './stage/context.ts';
import { askAboutBreakdown, runBreakdown } from './stage/specs/breakdown.ts';
import { decide } from './stage/decide/decide.ts';
import type { Decision, PhaseRequest } from './stage/decide/decision.ts';
import type { KnownResults } from './stage/decide/known.ts';
import { land } from './stage/land/land.ts';
import type { Forge, Landing } from './stage/land/landing.ts';
import { stillToPush } from './stage/land/landing-place.ts';
import { lookLast, packagesUnchanged } from './stage/packages.ts';
import { runPolish, whyUnpolished } from './stage/specs/polish.ts';
import { proveEarlier } from './stage/prove/prove-earlier.ts';
import { makeReport, writeReport } from './stage/report/report.ts';
import { isComplete, reuseAll, runStages } from './stage/run.ts';
import { share } from './stage/decide/share.ts';
import { areTasksDone, waitForOthers } from './stage/wait-for-others.ts';
import { tidy } from './stage/land/tidy.ts';

/** One run of a phase, from the request to the report. */
export interface PhaseRun {
  readonly report: Report;
  /** Of the Markdown report, relative to the workspace. */
  readonly reportPath: string;
}

/**
 * Lands one phase of a plan: has its specs polished, binds it to commits, lets its stages run as an Nx graph in a
 * worktree of its own, lands it if all is proven, and reports whatever happened. A request that is refused touches
 * nothing and has no report.
 */
export async function implementPhase(
  host: Host,
  request: PhaseRequest,
  onEvent: (event: ProgressEvent) => void,
  forge: Forge,
): Promise<Result<PhaseRun>> {
  const started = host.clock.wall();
  const run = host.randomId();
  let agentCalls = 0;
  const tell = (event: ProgressEvent): void => {
    if (event.type === 'agent-started') agentCalls += 1;
    onEvent(event);
  };
  const emit: Emit = (event) => tell({ ...event, at: host.clock.wall() - started });

  const decided = await decide(host, request);
  if (!decided.ok) return decided;
  let decision = decided.value;
  const usable = decision.landing.to === 'pull-request' ? forge.check() : ok('usable');
  if (!usable.ok) return usable;
  const toPush = await stillToPush(decision.repository.git, decision.landing, decision.base);
  const reusesPolish = decision.polish.state === 'done';
  const claim = await claimPhase(host, decision, run);
  if (!claim.ok) return claim;
  const sharedDecision = await share(host, decision);
  if (!sharedDecision.ok) {
    await claim.value.end();
    return sharedDecision;
  }
  decision = sharedDecision.value;
  let context = await phaseContext(host, decision, run, emit);
  const { note } = decision.sharing;
  if (note !== undefined) emit({ type: 'note', stage: 'bind', text: note });
  if (toPush !== undefined) emit({ type: 'note', stage: 'land', text: toPush });
  let known: KnownResults = new Map();
  let bug: unknown;
  const makeTextsFit = async (): Promise<Result<'fit'>> => {
    // Whoever edits the specs meanwhile has them read again.
    while (decision.breakdown.state !== 'none' || decision.polish.state === 'needed') {
      announce(context, decision, known);
      const made = await asWhole(context, async ({ isNew }) => (isNew ? ok('made') : await makeFit(context, decision)));
      if (!made.ok) return made;
      if (!made.value.ok) return made.value;
      // Before packages are noted anew: an agent has been at work.
      const unchanged = await packagesUnchanged(context);
      if (!unchanged.ok) return unchanged;
      const again = await decide(host, { ...request, rebase: false });
      if (!again.ok) return again;
      decision = { ...again.value, sharing: decision.sharing };
      context = await phaseContext(host, decision, run, emit);
    }
    return ok('fit');
  };
  const proveBefore = async (): Promise<Result<void>> => {
    if (request.proveEarlier !== true) return ok(undefined);
    await clearArtifacts(context);
    return await proveEarlier(context, decision);
  };
  const makeReady = async (): Promise<Result<'ready'>> => {
    const proven = await proveBefore();
    if (!proven.ok) return proven;
    await answerOverdue({ ...context, repository: decision.repository });
    const fit = await makeTextsFit();
    if (!fit.ok) return fit;
    if (!decision.options.keepWorktrees) await tidy(context);
    return ok('ready');
  };
  const bindAndRun = async (what: 'all' | 'tasks'): Promise<Result<'ran'>> => {
    const bound = await bind(context, decision);
    if (!bound.ok) return bound;
    decision = { ...decision, pinnedAt: decision.base };
    known = bound.value;
    announce(context, decision, known);
    return isComplete(known)
      ? await reuseAll(context, known)
      : await runStages(context, { started, onEvent: tell, what });
  };
  /** Where others work on the phase as well: until none of them has a task any more that this run needs. */
  const runTasks = async (shared: Shared): Promise<Result<'done'>> => {
    for (;;) {
      await adoptResults(shared, `${context.refs.all}result/`);
      const ran = await bindAndRun('tasks');
      if (!ran.ok) return ran;
      if (await areTasksDone(context)) return ok('done');
      if (!(await waitForOthers(context, shared))) return fail('missing-result', 'Not all tasks are done.');
    }
  };
  const runAndLand = async (): Promise<Landing> => {
    const ran = await bindAndRun('all');
    const looked = await lookLast(context);
    if (!ran.ok) return ran;
    if (!looked.ok) return looked;
    return await land(context, {
      forge,
      isStillOurs: async () => await claim.value.isOurs(),
      describe: async (landed) =>
        pullRequestBody(await makeReport(decision, context, { known, reusesPolish, landed, agentCalls })),
    });
  };
  const bindRunLand = async (): Promise<Landing> => {
    const ready = await makeReady();
    const shared = sharedOf(context);
    const done = ready.ok && shared ? await runTasks(shared) : ready;
    // With all results there nothing is left that two could do twice.
    if (done.ok && isComplete(known)) return await runAndLand();
    const landing = done.ok ? await asWhole(context, runAndLand) : done;
    if (landing.ok) return landing.value;
    await lookLast(context);
    return landing;
  };
  try {
    const { landed, failure, hooks, questions } = await bindRunLand().catch((error: unknown): Landing => {
      // A bug of ours is reported like a failure, and then thrown as what it is.
      bug = error;
      return fail('stage-failed', error instanceof Error ? error.message : String(error));
    });
    // A run that was refused has no worktree to ask git in.
    const inCheckout = { ...context, repository: decision.repository };
    const { report, path } = await writeReport(decision, inCheckout, {
      known,
      reusesPolish,
      landed,
      failure: failure && whyNot(failure),
      hooks,
      questions,
      agentCalls,
    });
    await recordAsked(inCheckout, report.questions);
    const { outcome, summary } = report;
    const next = report.landed?.merge ?? report.next;
    emit({ type: 'phase-finished', outcome, summary, agentCalls, report: path, next });
    if (bug !== undefined) throw bug;
    return ok({ report, reportPath: path });
  } finally {
    await host.processes.sweep(`${runVariable}=${run}`);
    await claim.value.end();
  }
}

function announce(context: StageContext, decision: Decision, known: KnownResults): void {
  const { planId: plan, phase, tasks } = decision;
  const reused = tasks.filter((task) => known.has(`task-${task.slug}`)).length;
  context.emit({ type: 'phase-started', plan, phase: phase.id, title: phase.title, tasks: tasks.length, reused });
}

/** The next step to texts that tasks can start from, kept as a result that the next decision finds; or why it is not made. */
async function makeFit(context: StageContext, decision: Decision): Promise<Result<'made'>> {
  const { breakdown, polish } = decision;
  const worktree = await bindWorktree(context, decision);
  if (!worktree.ok) return worktree;
  if (breakdown.state === 'asking') {
    await askAboutBreakdown(context, breakdown);
    return fail('question', breakdown.question.text);
  }
  if (breakdown.state === 'needed') {
    const { failure } = await runBreakdown(context, decision, breakdown);
    return failure ? { ok: false, failure } : ok('made');
  }
  if (polish.state !== 'needed') throw new Error('Internal error: texts that are fit were to be made fit');
  const failure = whyUnpolished(await runPolish(context, decision, polish));
  return failure ? { ok: false, failure } : ok('made');
}

/** That a stage left no result is told by that stage's own record, and better. */
function whyNot(failure: Failure): Failure | undefined {
  return failure.reason === 'missing-result' ? undefined : failure;
}

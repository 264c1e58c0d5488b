import { fail, ok, type Failure, type Result } from './failure.ts';
import { releaseClaim, stillHeld } from './git/claim.ts';
import type { Host } from './host/host.ts';
import { runVariable } from './host/variables.ts';
import type { ProgressEvent } from './report/progress.ts';
import { pullRequestBody } from './report/pull-request-body.ts';
import type { Report } from './report/report.ts';
import { bind, claimPhase, phaseContext } from './stage/bind.ts';
import type { Emit, StageContext } from './stage/context.ts';
import { decide, type Decision, type PhaseRequest } from './stage/decide.ts';
import type { KnownResults } from './stage/known.ts';
import { land } from './stage/land.ts';
import type { Forge, Landing } from './stage/landing.ts';
import { makeReport, writeReport } from './stage/report.ts';
import { isComplete, reuseAll, runStages } from './stage/run.ts';
import { tidy } from './stage/tidy.ts';

/** One run of a phase, from the request to the report. */
export interface PhaseRun {
  readonly report: Report;
  /** Of the Markdown report, relative to the workspace. */
  readonly reportPath: string;
}

/**
 * Lands one phase of a plan: binds it to commits, lets its stages run as an Nx graph in a worktree of its own, lands it
 * if all is proven, and reports whatever happened. A request that is refused touches nothing and has no report.
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
  const decision = decided.value;
  const claim = await claimPhase(host, decision, run);
  if (!claim.ok) return claim;
  const context = await phaseContext(host, decision, run, emit);
  let known: KnownResults = new Map();
  let bug: unknown;
  const bindRunLand = async (): Promise<Landing> => {
    if (!decision.options.keepWorktrees) await tidy(context);
    const bound = await bind(context, decision);
    if (!bound.ok) return bound;
    known = bound.value;
    announce(context, decision, known);
    const ran = isComplete(known)
      ? await reuseAll(context, known)
      : await runStages(context, { started, onEvent: tell });
    if (!ran.ok) return ran;
    return await land(context, {
      forge,
      isStillOurs: async () => await stillHeld(context.repository.git, claim.value),
      describe: async (landed) => pullRequestBody(await makeReport(decision, context, { known, landed, agentCalls })),
    });
  };
  try {
    const { landed, failure, questions } = await bindRunLand().catch((error: unknown): Landing => {
      // A bug of ours is reported like a failure, and then thrown as what it is.
      bug = error;
      return fail('stage-failed', error instanceof Error ? error.message : String(error));
    });
    const { report, path } = await writeReport(decision, context, {
      known,
      landed,
      failure: failure && whyNot(failure),
      questions,
      agentCalls,
    });
    const { outcome, summary } = report;
    const next = report.landed?.merge ?? report.next;
    emit({ type: 'phase-finished', outcome, summary, agentCalls, report: path, next });
    if (bug !== undefined) throw bug;
    return ok({ report, reportPath: path });
  } finally {
    await host.processes.sweep(`${runVariable}=${run}`);
    await releaseClaim(decision.repository.git, claim.value);
  }
}

function announce(context: StageContext, decision: Decision, known: KnownResults): void {
  const { planId: plan, phase, tasks } = decision;
  const reused = tasks.filter((task) => known.has(`task-${task.slug}`)).length;
  context.emit({ type: 'phase-started', plan, phase: phase.id, title: phase.title, tasks: tasks.length, reused });
}

/** That a stage left no result is told by that stage's own record, and better. */
function whyNot(failure: Failure): Failure | undefined {
  return failure.reason === 'missing-result' ? undefined : failure;
}

import { fail, ok, type Failure, type Result } from './failure.ts';
import { releaseClaim, stillHeld, type Claim } from './git/claim.ts';
import type { Host } from './host/host.ts';
import { runVariable } from './host/variables.ts';
import type { ProgressEvent } from './report/progress.ts';
import type { Report } from './report/report.ts';
import { answerOverdue, recordAsked } from './stage/asked.ts';
import { bind, claimPhase, phaseContext } from './stage/bind.ts';
import type { Emit, StageContext } from './stage/context.ts';
import { decide, type Decision, type PhaseRequest } from './stage/decide.ts';
import type { KnownResults } from './stage/known.ts';
import { land, type Landed } from './stage/land.ts';
import { writeReport } from './stage/report.ts';
import { isComplete, reuseAll, runStages } from './stage/run.ts';

/** One run of a phase, from the request to the report. */
export interface PhaseRun {
  readonly report: Report;
  /** Of the Markdown report, relative to the workspace. */
  readonly reportPath: string;
}

/**
 * Lands one phase of a plan: binds it to commits, lets its stages run as an Nx graph in a worktree of its own, moves a
 * branch if all is proven, and reports whatever happened. A request that is refused touches nothing and has no report.
 */
export async function implementPhase(
  host: Host,
  request: PhaseRequest,
  onEvent: (event: ProgressEvent) => void,
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
  const bindRunLand = async (): Promise<Result<Landed>> => {
    await answerOverdue({ ...context, repository: decision.repository });
    const bound = await bind(context, decision);
    if (!bound.ok) return bound;
    known = bound.value;
    announce(context, decision, known);
    const ran = isComplete(known)
      ? await reuseAll(context, known)
      : await runStages(context, { started, onEvent: tell });
    return ran.ok ? await landUnderClaim(context, claim.value) : ran;
  };
  try {
    const landed = await bindRunLand().catch((error: unknown) => {
      // A bug of ours is reported like a failure, and then thrown as what it is.
      bug = error;
      return fail('stage-failed', error instanceof Error ? error.message : String(error));
    });
    const { report, path } = await writeReport(decision, context, {
      known,
      landed: landed.ok ? landed.value : undefined,
      failure: landed.ok ? undefined : whyNot(landed.failure),
      agentCalls,
    });
    await recordAsked(context, report.questions);
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

/** Whoever has lost the claim meanwhile moves nothing. */
async function landUnderClaim(context: StageContext, claim: Claim): Promise<Result<Landed>> {
  if (await stillHeld(context.repository.git, claim)) return await land(context);
  return fail(
    'claimed',
    'The claim on the phase was taken over by another run while this one was at work. Nothing was moved.',
  );
}

/** That a stage left no result is told by that stage's own record, and better. */
function whyNot(failure: Failure): Failure | undefined {
  return failure.reason === 'missing-result' ? undefined : failure;
}

import type { Host } from './host/host.ts';
import { runVariable } from './host/variables.ts';
import { ok, type Failure, type Result } from './failure.ts';
import { releaseClaim } from './git/claim.ts';
import type { Report } from './report/report.ts';
import { bind, claimPhase } from './stage/bind.ts';
import type { Emit } from './stage/context.ts';
import { decide, type PhaseRequest } from './stage/decide.ts';
import { land } from './stage/land.ts';
import { writeReport } from './stage/report.ts';
import { isComplete, reuseAll, runStages } from './stage/run.ts';
import type { ProgressEvent } from './report/progress.ts';

/** One run of a phase, from the request to the report. Refused requests touch nothing. */
export interface PhaseRun {
  readonly report: Report;
  /** Of the Markdown report, relative to the workspace. */
  readonly reportPath: string;
}

/**
 * Lands one phase of a plan: binds it to commits, lets its stages run as an Nx graph in a worktree of its own, moves a
 * branch if all is proven, and reports whatever happened.
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
  try {
    const bound = await bind(host, decision, run, emit);
    if (!bound.ok) return bound;
    const { context, known } = bound.value;
    const reused = decision.tasks.filter((task) => known.has(`task-${task.slug}`)).length;
    emit({
      type: 'phase-started',
      plan: decision.planId,
      phase: decision.phase.id,
      title: decision.phase.title,
      tasks: decision.tasks.length,
      reused,
    });

    const ran = isComplete(known)
      ? ok(await reuseAll(context, known))
      : await runStages(context, { started, onEvent: tell });
    const landed = ran.ok ? await land(context) : ran;
    const failure = landed.ok ? undefined : whyNot(landed.failure);
    const { report, path } = await writeReport(decision, bound.value, {
      landed: landed.ok ? landed.value : undefined,
      failure,
      agentCalls,
    });
    emit({
      type: 'phase-finished',
      outcome: report.outcome,
      summary: report.summary,
      agentCalls,
      report: path,
      next: report.landed?.merge ?? report.next,
    });
    return ok({ report, reportPath: path });
  } finally {
    await host.processes.sweep(`${runVariable}=${run}`);
    await releaseClaim(decision.repository.git, claim.value);
  }
}

/** That a stage left no result is told by that stage's own record, and better. */
function whyNot(failure: Failure): Failure | undefined {
  return failure.reason === 'missing-result' ? undefined : failure;
}

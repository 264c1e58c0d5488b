import type { Result } from '../failure.ts';
import type { Host } from '../host/host.ts';
import type { StageContext } from './context.ts';
import type { Decision, PhaseRequest } from './decide/decision.ts';
import type { KnownResults } from './decide/known.ts';
import type { Wanted } from './run.ts';

/** One run of a phase on its way: what it goes by changes as specs are made fit and others leave results. */
export interface Walk {
  readonly host: Host;
  readonly request: PhaseRequest;
  /** The latest; all that follows goes by it. */
  decision: Decision;
  context: StageContext;
  /** Results that were there when the phase was bound last. */
  known: KnownResults;
  /** Runs the phase's graph, or a part of it, until it is cancelled. */
  readonly runGraph: (context: StageContext, what: Wanted, cancel: AbortSignal | undefined) => Promise<Result<'ran'>>;
}

/** Tells what is run, and how much of it is there already. */
export function announce({ context, decision, known }: Walk): void {
  const { planId: plan, phase, tasks } = decision;
  const reused = tasks.filter((task) => known.has(`task-${task.slug}`)).length;
  context.emit({ type: 'phase-started', plan, phase: phase.id, title: phase.title, tasks: tasks.length, reused });
}

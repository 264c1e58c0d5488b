import { ok, type Result } from '../../failure.ts';
import { openRepository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';
import { resolveOptions } from '../../options.ts';
import { criteriaOf, probeOf } from '../../plan/criteria/probe.ts';
import type { CriterionRecord } from '../../result/records.ts';
import { choosePlan, planIdOf } from '../decide/choose-plan.ts';
import type { PhaseRequest } from '../decide/decision.ts';
import { handedOver } from '../land/handed-over.ts';
import { planAt } from '../specs/plan-at.ts';
import { probe } from './probe.ts';

/** What a benchmark of a phase has come to now. */
export interface MeasuredAgain {
  /** By its path. */
  readonly plan: string;
  readonly phase: string;
  readonly found: CriterionRecord;
}

/**
 * Measures the benchmarks of all phases that were handed over, in the checkout as it is: a budget that was proven once is one that
 * later changes have to keep to. Phases that nobody has handed over yet promise nothing. Nothing is recorded.
 */
export async function measureAgain(host: Host, request: PhaseRequest): Promise<Result<MeasuredAgain[]>> {
  const opened = await openRepository(host, request.workspace);
  if (!opened.ok) return opened;
  const options = resolveOptions(request.options);
  if (!options.ok) return options;
  const { git, head } = opened.value;
  const run = {
    worktree: git,
    checkout: '',
    run: host.randomId(),
    timeLimit: options.value.gateTimeLimit,
    verdict: undefined,
  };
  const measured: MeasuredAgain[] = [];
  for (const named of request.plan === undefined ? request.plans : [request.plan]) {
    const path = await choosePlan(opened.value, { ...request, plan: named });
    if (!path.ok) return path;
    const read = await planAt(git, head, path.value);
    if (!read.ok) return read;
    const done = await handedOver(git, head, { id: planIdOf(request, path.value), path: path.value });
    const phases = read.value.plan.phases.filter(({ id }) => done.has(id));
    for (const phase of phases)
      for (const criterion of criteriaOf(phase)) {
        const how = probeOf(criterion.text);
        if (how.kind !== 'benchmark') continue;
        measured.push({ plan: path.value, phase: phase.id, found: await probe(host, criterion, run, how) });
      }
  }
  return ok(measured);
}

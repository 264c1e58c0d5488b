import type { Failure } from '../../failure.ts';
import type { Report } from '../../report/report.ts';
import type { TaskRecord } from '../../result/records.ts';
import type { Task } from '../../plan/plan.ts';
import type { Decision } from '../decide/decision.ts';
import type { Left } from './left.ts';
import { endsEarly, type Ending } from './report-outcome.ts';

type ReportedTask = Report['tasks'][number];

/** The tasks of the phase in plan order, those that the plan has ticked among them. */
export function reportTasks(
  decision: Decision,
  about: { left: Left; ending: Ending; failure: Failure | undefined },
): ReportedTask[] {
  const { left, ending, failure } = about;
  return decision.phase.tasks.map((task): ReportedTask => {
    const planned = decision.tasks.find((one) => one.id === task.id);
    const nothing = noWork(task, decision);
    if (!planned)
      return {
        ...nothing,
        outcome: 'ticked-unproven',
        reason: 'ticked in the plan before this run; nothing proves it',
      };
    const { slug } = planned;
    const crash = left.crashes.get(`task-${slug}`);
    if (crash !== undefined) return { ...nothing, outcome: 'failed', reason: crash };
    const record = left.tasks.get(slug);
    if (!record) return { ...nothing, reason: whySkipped(decision, left, slug, failure) };
    return {
      ...nothing,
      outcome: outcomeOf(record),
      reason: record.question?.text ?? record.failure?.message ?? null,
      reused: ending.known.has(`task-${slug}`),
      rounds: record.rounds,
      commits: left.squash?.commits.filter((one) => one.task === task.id).map((one) => one.commit) ?? [],
      gates: record.gates,
      ...(record.redGreen && { redGreen: record.redGreen }),
      ...(record.complaints && { complaints: record.complaints }),
      findings: record.findings,
      deviations: record.deviations,
      turns: record.turns,
      usage: record.usage,
    };
  });
}

function noWork(task: Task, { briefs, phase }: Decision): ReportedTask {
  const ids = new Set(phase.tasks.map((one) => one.id));
  return {
    id: task.id,
    title: task.title,
    stage: `task-${task.slug}`,
    dependsOn: task.dependsOn.filter((id) => ids.has(id)),
    spec: task.spec,
    files: briefs.find((one) => one.id === task.id)?.files ?? [],
    outcome: 'skipped',
    reason: null,
    reused: false,
    rounds: 0,
    commits: [],
    gates: [],
    findings: [],
    deviations: [],
    turns: [],
    usage: {},
  };
}

function whySkipped({ tasks }: Decision, left: Left, slug: string, failure: Failure | undefined): string {
  const waitsFor = tasks.find((one) => one.slug === slug)?.dependsOn ?? [];
  const notDone = tasks
    .filter((one) => waitsFor.includes(one.slug) && left.tasks.get(one.slug)?.outcome !== 'done')
    .map((one) => one.id);
  return notDone.length > 0 ? `depends on ${notDone.join(', ')}` : (failure?.message ?? 'the run ended before it');
}

function outcomeOf(record: TaskRecord): ReportedTask['outcome'] {
  if (record.outcome === 'question') return 'waiting';
  const { failure } = record;
  return failure && failure.reason !== 'stopped' && endsEarly.has(failure.reason) ? 'parked' : record.outcome;
}

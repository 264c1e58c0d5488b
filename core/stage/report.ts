import { join } from 'node:path';
import { accountPath, accountTotal } from '../agent/budget.ts';
import { sharesOf } from '../agent/share.ts';
import { addUsage, type Usage } from '../agent/usage.ts';
import { unreachable, type Failure, type FailureReason } from '../failure.ts';
import { reportHtml } from '../report/html.ts';
import { reportMarkdown } from '../report/markdown.ts';
import type { Report } from '../report/report.ts';
import {
  exitCriteriaRecordSchema,
  gatesRecordSchema,
  reviewRecordSchema,
  specLintRecordSchema,
  squashRecordSchema,
  taskRecordSchema,
  type TaskRecord,
} from '../result/records.ts';
import { severities, type Severity } from '../review/finding.ts';
import { hideFromCheckout } from '../git/worktree.ts';
import type { KnownResults } from './known.ts';
import { givenAnswers } from './answers.ts';
import { json, readCrash, readRecord, type StageContext } from './context.ts';
import { criteriaOf } from '../plan/criteria/probe.ts';
import type { Decision } from './decide.ts';
import type { Landed } from './land.ts';
import { artifactFolder, type PhaseTask } from './phase-record.ts';

/** How the run came out, beside what its stages have left. */
export interface Ending {
  /** Results that were there before the run. */
  readonly known: KnownResults;
  readonly landed: Landed | undefined;
  /** Why it did not land, if no stage's record says so. */
  readonly failure: Failure | undefined;
  readonly agentCalls: number;
}

/** Writes the report into the user's `.phasewright/`, as JSON, Markdown and a page; made from results alone. */
export async function writeReport(
  decision: Decision,
  context: StageContext,
  ending: Ending,
): Promise<{ report: Report; path: string }> {
  const { host, phase } = context;
  const report = await makeReport(decision, context, ending);
  await hideFromCheckout(host, join(phase.checkout, '.phasewright'));
  const folder = join(phase.checkout, artifactFolder(phase.project, phase.phase.slug, 'report'));
  await host.files.write(join(folder, 'report.json'), json(report));
  await host.files.write(join(folder, 'report.md'), reportMarkdown(report));
  await host.files.write(join(folder, 'report.html'), reportHtml(report));
  return { report, path: `${artifactFolder(phase.project, phase.phase.slug, 'report')}/report.md` };
}

async function makeReport(decision: Decision, context: StageContext, ending: Ending): Promise<Report> {
  const { phase } = context;
  const lint = await readRecord(context, 'spec-lint', specLintRecordSchema);
  const squash = await readRecord(context, 'squash', squashRecordSchema);
  const review = await readRecord(context, 'review', reviewRecordSchema);
  const gates = await readRecord(context, 'gates', gatesRecordSchema);
  const proof = await readRecord(context, 'exit-criteria', exitCriteriaRecordSchema);
  const records = new Map<string, TaskRecord>();
  for (const task of phase.tasks) {
    const record = await readRecord(context, `task-${task.slug}`, taskRecordSchema);
    if (record) records.set(task.slug, record);
  }
  const questions = [
    ...[...records.values()].map((one) => one.question),
    squash?.question,
    review?.question,
    ...(proof?.questions ?? []),
  ].filter((one) => one !== undefined);
  const crashes = new Map<string, string>();
  for (const stage of [
    ...phase.tasks.map((task) => `task-${task.slug}`),
    'squash',
    'review',
    'gates',
    'exit-criteria',
  ]) {
    const crash = await readCrash(context, stage);
    if (crash !== undefined) crashes.set(stage, crash);
  }
  const failure =
    ending.failure ?? firstFailure([lint, ...records.values(), squash, review, gates, proof]) ?? crashFailure(crashes);
  const outcome = ending.landed
    ? 'landed'
    : failure && endsEarly.has(failure.reason)
      ? 'stopped'
      : questions.length > 0 && proof?.outcome !== 'failed'
        ? 'waiting'
        : 'failed';
  const findings = [...[...records.values()].flatMap((one) => one.findings), ...(review?.findings ?? [])];
  const of = (kind: 'fixed' | 'deferred' | 'rejected') => findings.filter((one) => one.outcome === kind);
  const deferred = (review?.findings ?? [])
    .concat([...records.values()].flatMap((one) => one.findings))
    .filter((one) => one.outcome === 'deferred')
    .map((one) => one.finding);
  const final = review?.handOff && review.tree ? { commit: review.handOff, tree: review.tree } : null;
  const tasks = decision.phase.tasks.map((task) => {
    const slug = phase.tasks.find((one) => one.id === task.id)?.slug;
    const record = slug === undefined ? undefined : records.get(slug);
    if (slug === undefined)
      return {
        ...noWork(task),
        outcome: 'ticked-unproven' as const,
        reason: 'ticked in the plan before this run; nothing proves it',
      };
    const crash = crashes.get(`task-${slug}`);
    if (crash !== undefined) return { ...noWork(task), outcome: 'failed' as const, reason: crash };
    if (!record)
      return { ...noWork(task), outcome: 'skipped' as const, reason: whySkipped(phase.tasks, records, slug, failure) };
    const commits = squash?.commits.filter((one) => one.task === task.id).map((one) => one.commit) ?? [];
    return {
      id: task.id,
      title: task.title,
      outcome: outcomeOf(record),
      reason: record.question?.text ?? record.failure?.message ?? null,
      reused: ending.known.has(`task-${slug}`),
      rounds: record.rounds,
      commits,
      gates: record.gates,
      findings: record.findings,
      turns: record.turns,
      usage: record.usage,
    };
  });
  return {
    version: 1,
    project: phase.project,
    plan: phase.plan,
    phase: { id: phase.phase.id, title: phase.phase.title },
    outcome,
    summary: summaryOf(outcome, { tasks, failure, questions: questions.length, ending }),
    next: outcome === 'landed' ? null : nextCommand(decision, questions),
    base: phase.base,
    final,
    landed: ending.landed ? { branch: ending.landed.branch, merge: ending.landed.merge } : null,
    specsPolished: decision.specs.map((path) => ({ path, changed: decision.polished.changed.includes(path) })),
    tasks,
    criteria:
      proof?.criteria ??
      criteriaOf(decision.phase).map((one) => ({
        ...one,
        probe: 'not run',
        outcome: 'undecided' as const,
        evidence: 'the phase did not come this far',
      })),
    gates: gates?.verdict?.gates ?? squash?.verdict?.gates ?? [],
    filesChanged: final ? await filesChanged(context, final.commit) : [],
    review: {
      rounds: review?.rounds ?? 0,
      counts: countBySeverity(findings.map((one) => one.finding.severity)),
      fixed: of('fixed').map((one) => one.finding),
      deferred: of('deferred').map((one) => one.finding),
      rejected: of('rejected').map((one) => ({ finding: one.finding, reason: one.reason ?? '' })),
      turns: review?.turns ?? [],
    },
    backlog: {
      path: review?.backlog ?? null,
      added: review?.backlog ? deferred : [],
      fixed: review?.mended ?? [],
    },
    questions,
    answers: await answersOf(decision, context),
    nextPhase: decision.nextPhase
      ? { id: decision.nextPhase.id, title: decision.nextPhase.title, firstTask: firstTask(decision) }
      : null,
    agents: sharesOf([...[...records.values()].flatMap((one) => one.turns), ...(review?.turns ?? [])]),
    agentCalls: ending.agentCalls,
    usage: [...[...records.values()].map((one) => one.usage), review?.usage ?? {}].reduce<Usage>(addUsage, {}),
    spent: accountTotal(await context.host.files.read(accountPath(phase.state))),
  };
}

function noWork(task: { id: string; title: string }) {
  return {
    id: task.id,
    title: task.title,
    reused: false,
    rounds: 0,
    commits: [],
    gates: [],
    findings: [],
    turns: [],
    usage: {},
  };
}

function whySkipped(
  tasks: readonly PhaseTask[],
  records: ReadonlyMap<string, TaskRecord>,
  slug: string,
  failure: Failure | undefined,
): string {
  const waitsFor = tasks.find((one) => one.slug === slug)?.dependsOn ?? [];
  const notDone = tasks
    .filter((one) => waitsFor.includes(one.slug) && records.get(one.slug)?.outcome !== 'done')
    .map((one) => one.id);
  return notDone.length > 0 ? `depends on ${notDone.join(', ')}` : (failure?.message ?? 'the run ended before it');
}

/** Why a run ends before its work is done although nothing is wrong with the work: it goes on where it was. */
const endsEarly: ReadonlySet<FailureReason> = new Set(['stopped', 'agent-quota', 'budget']);

function outcomeOf(record: TaskRecord): Report['tasks'][number]['outcome'] {
  if (record.outcome === 'question') return 'waiting';
  const { failure } = record;
  return failure && failure.reason !== 'stopped' && endsEarly.has(failure.reason) ? 'parked' : record.outcome;
}

/** What went wrong goes before what was only put off. */
function firstFailure(records: readonly ({ failure?: Failure | undefined } | undefined)[]): Failure | undefined {
  const failures = records.map((record) => record?.failure).filter((failure) => failure !== undefined);
  return failures.find(({ reason }) => !endsEarly.has(reason)) ?? failures[0];
}

function crashFailure(crashes: ReadonlyMap<string, string>): Failure | undefined {
  const [first] = crashes;
  return first && { reason: 'stage-failed', message: `${first[0]}: ${first[1]}` };
}

function summaryOf(
  outcome: Report['outcome'],
  about: { tasks: Report['tasks']; failure: Failure | undefined; questions: number; ending: Ending },
): string {
  const done = about.tasks.filter((task) => task.outcome === 'done').length;
  const count = `${done} of ${about.tasks.length} tasks done`;
  switch (outcome) {
    case 'landed':
      return `${count}, reviewed, judged and proven; landed on ${about.ending.landed?.branch}.`;
    case 'waiting':
      return `${count}; ${about.questions} question${about.questions === 1 ? ' is' : 's are'} open.`;
    case 'stopped':
      return about.failure && about.failure.reason !== 'stopped'
        ? `${count}. ${about.failure.message}`
        : `${count} when the run was stopped; nothing is lost.`;
    case 'failed':
      return `${count}; ${about.failure?.message ?? 'a stage failed'}`;
    default:
      return unreachable(outcome);
  }
}

function nextCommand(decision: Decision, questions: Report['questions']): string {
  const { request, phase } = decision;
  const plan = request.plan === undefined ? '' : ` --plan=${request.plan}`;
  const run = `npx nx run ${request.project}:implement-phase${plan} --phase=${phase.id}`;
  if (questions.length === 0) return run;
  const question = questions.length === 1 ? questions[0]!.id : '<question>';
  return `npx phasewright status; npx phasewright answer ${question} <option>; ${run}`;
}

function firstTask(decision: Decision): string | null {
  const task = decision.nextPhase?.tasks.find((one) => !one.ticked);
  return task ? `${task.id} ${task.title}` : null;
}

async function answersOf({ repository }: Decision, { refs }: StageContext): Promise<Report['answers']> {
  const given = await givenAnswers(repository.git, refs);
  return given.map(({ question, answer }) => {
    const { id, stage, reason, text, options } = question;
    const { choice, by, at, how, text: words } = answer;
    const does = options.find((option) => option.name === choice)?.does ?? '';
    return { id, stage, reason, text, choice, does, by, at, ...(how && { how }), words };
  });
}

async function filesChanged(context: StageContext, commit: string): Promise<Report['filesChanged']> {
  const stat = await context.repository.git.text([
    'diff',
    '--numstat',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    context.phase.base,
    commit,
  ]);
  return stat
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [added, removed, ...path] = entry.split('\t');
      // Git counts no lines of binary files: it prints dashes.
      return { path: path.join('\t'), added: Number(added) || 0, removed: Number(removed) || 0 };
    });
}

function countBySeverity(found: readonly Severity[]): Record<Severity, number> {
  const count = (severity: Severity): number => found.filter((one) => one === severity).length;
  return Object.fromEntries(severities.map((severity) => [severity, count(severity)])) as Record<Severity, number>;
}

import { join } from 'node:path';
import { readAccount } from '../../agent/account.ts';
import { sharesOf } from '../../agent/share.ts';
import { addUsage, type Usage } from '../../agent/usage.ts';
import { hideFromCheckout } from '../../git/worktree.ts';
import { criteriaOf } from '../../plan/criteria/probe.ts';
import { attentionOf } from '../../report/attention.ts';
import { withLanes } from '../../report/lanes.ts';
import { mapFiles } from '../../report/map-files.ts';
import { reportMarkdown } from '../../report/markdown.ts';
import { reportHtml } from '../../report/page/page.ts';
import type { Report } from '../../report/report.ts';
import { type Severity } from '../../review/finding.ts';
import { describeRejection } from '../../review/triage.ts';
import { json, type StageContext } from '../context.ts';
import type { Landed } from '../land/landing.ts';
import type { Decision } from '../decide/decision.ts';
import { readLeft, type Left } from './left.ts';
import { phaseChanges } from './phase-commits.ts';
import { artifactFolder } from '../phase-record.ts';
import { gatesLeftOut } from './report-gates.ts';
import { reportElsewhere, reportKept } from './report-elsewhere.ts';
import { reportHonesty } from './report-honesty.ts';
import { reportMerges } from './report-merges.ts';
import { judgedGates, provenCriteria } from './report-judged.ts';
import { nextCommand, nextSteps } from './report-next.ts';
import { failureOf, outcomeOf, summaryOf, type Ending } from './report-outcome.ts';
import { reportSpecs } from './report-specs.ts';
import { reportStages } from './report-stages.ts';
import { reportTasks } from './report-tasks.ts';
import { tracedFindings } from './report-findings.ts';

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

export async function makeReport(decision: Decision, context: StageContext, ending: Ending): Promise<Report> {
  const { phase } = context;
  const left = await readLeft(context, { land: ending.landed?.combined, merge: ending.merge });
  const { squash, review, proof } = left;
  const changes = await phaseChanges(context.repository.git, phase, left);
  const records = [...left.tasks.values()];
  const { merges } = left;
  const paid = [left.breakdown, left.polish, ...records, ...merges, review];
  const questions = [
    left.breakdown?.question,
    left.polish?.question,
    ...records.map((one) => one.question),
    squash?.question,
    ...(squash?.questions ?? []),
    review?.question,
    ...(proof?.questions ?? []),
    ...(ending.questions ?? []),
  ].filter((one) => one !== undefined);
  const failure = failureOf(left, ending);
  const outcome = outcomeOf(left, { ending, failure, questions: questions.length });
  const { landed } = ending;
  const hooks = landed?.hooks ?? ending.hooks;
  const asLanded = landedNames(landed);
  const tasks = reportTasks(decision, { left, ending, failure }).map((task) => ({
    ...task,
    commits: task.commits.map(asLanded),
  }));
  const handOff = review?.handOff && review.tree ? { commit: review.handOff, tree: review.tree } : null;
  const final = landed ? { commit: landed.commit, tree: landed.tree } : handOff;
  const judged = judgedGates(left);
  const proven = provenCriteria(left);
  const criteria = proven?.criteria ?? notProven(decision);
  const findings = tracedFindings(left);
  const deviations = [
    ...tasks.flatMap((task) => task.deviations.map((one) => ({ ...one, stage: task.stage }))),
    ...merges.flatMap((one) => one.deviations.map((place) => ({ ...place, stage: one.stage }))),
    ...(review?.deviations ?? []).map((one) => ({ ...one, stage: 'review' })),
  ];
  const filesChanged = mapFiles(changes.files, changes.commits, { tasks, criteria, findings });
  const reviewed = reviewOf(left, findings);
  const stages = withLanes(reportStages(left, { ending, tasks }));
  const told = { tasks, stages, filesChanged, findings, deviations, review: reviewed };
  return {
    version: 1,
    project: phase.project,
    plan: phase.plan,
    phase: { id: phase.phase.id, title: phase.phase.title },
    outcome,
    summary: summaryOf(outcome, { tasks, failure, questions: questions.length, ending }),
    next: outcome === 'landed' ? null : nextCommand(decision, questions),
    milestone: phase.milestone ? { ...phase.milestone, phases: [...phase.milestone.phases] } : null,
    earlier: [...phase.earlier],
    bound: [...phase.bound],
    elsewhere: await reportElsewhere(context, left),
    kept: await reportKept(context),
    base: phase.base,
    final,
    landed: landed ? landedPart(landed) : null,
    specsPolished: reportSpecs(decision),
    preparation: preparationOf(left),
    merges: reportMerges(merges),
    rounds: [...left.stories.values()].flatMap((story) => story.rounds),
    criteria,
    criteriaOn: proven?.on ?? null,
    gates: judged?.gates ?? [],
    gatesOn: judged?.on ?? null,
    hooks: [...(hooks?.ran ?? [])],
    gatesFound: phase.options.gates.flatMap(({ name: gate, because }) =>
      because === undefined ? [] : [{ gate, because }],
    ),
    gatesLeftOut: gatesLeftOut(phase, left, hooks),
    forecast: decision.forecast,
    ...told,
    ...reportHonesty(left),
    attention: attentionOf(told),
    backlog: {
      path: review?.backlog ?? null,
      added: review?.backlog ? reviewed.deferred : [],
      fixed: review?.mended.map((one) => ({ ...one, commit: asLanded(one.commit) })) ?? [],
    },
    questions,
    answers: answersOf(left),
    nextSteps: nextSteps(decision, { outcome, ending, questions, deferred: reviewed.deferred.length, left, stages }),
    nextPhase: decision.nextPhase
      ? { id: decision.nextPhase.id, title: decision.nextPhase.title, firstTask: firstTask(decision) }
      : null,
    agents: sharesOf(paid.flatMap((one) => one?.turns ?? [])),
    agentCalls: ending.agentCalls,
    usage: paid.map((one) => one?.usage ?? {}).reduce<Usage>(addUsage, {}),
    spent: (await readAccount(context.host, phase.state)).total,
    records: [...left.links],
  };
}

function landedPart({ to, branch, merge, url, note, combined }: Landed): Report['landed'] {
  return { to, branch, merge, url: url ?? null, note: note ?? null, main: combined?.main ?? null };
}

/** What a commit is called that was made anew to land, signed or with the words of a hook. */
function landedNames(landed: Landed | undefined): (commit: string) => string {
  const names = new Map(landed?.commits?.map(({ from, to }) => [from, to]));
  return (commit) => names.get(commit) ?? commit;
}

function preparationOf({ breakdown, polish }: Left): Report['preparation'] {
  return [
    ...(breakdown ? [{ stage: 'breakdown' as const, rounds: 1, turns: breakdown.turns, usage: breakdown.usage }] : []),
    ...(polish ? [{ stage: 'polish' as const, rounds: polish.rounds, turns: polish.turns, usage: polish.usage }] : []),
  ];
}

function notProven(decision: Decision): Report['criteria'] {
  return criteriaOf(decision.phase).map((one) => ({
    ...one,
    probe: 'not run',
    outcome: 'undecided' as const,
    evidence: 'the phase did not come this far',
  }));
}

function reviewOf({ review }: Left, findings: Report['findings']): Report['review'] {
  const of = (outcome: string) => findings.filter((one) => one.outcome === outcome);
  return {
    rounds: review?.rounds ?? 0,
    counts: countBySeverity(findings.map((one) => one.finding.severity)),
    fixed: of('fixed').map((one) => one.finding),
    deferred: of('deferred').map((one) => one.finding),
    rejected: of('rejected').map((one) => ({
      finding: one.finding,
      reason: describeRejection({ ...one, outcome: 'rejected' }),
    })),
    turns: review?.turns ?? [],
    usage: review?.usage ?? {},
  };
}

function answersOf({ answers, stories }: Left): Report['answers'] {
  const asked = new Map(
    [...stories.values()].flatMap((story) =>
      story.answered.map((one) => [one.question.id, one.question.text] as const),
    ),
  );
  return answers
    .map(({ answer, asked: text, commit }) => ({
      question: answer.question,
      text: text ?? asked.get(answer.question) ?? null,
      choice: answer.choice,
      words: answer.text,
      by: answer.by,
      at: answer.at,
      how: answer.how ?? 'person',
      commit,
    }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function firstTask(decision: Decision): string | null {
  const task = decision.nextPhase?.tasks.find((one) => !one.ticked);
  return task ? `${task.id} ${task.title}` : null;
}

function countBySeverity(found: readonly Severity[]): Record<Severity, number> {
  const count = (severity: Severity): number => found.filter((one) => one === severity).length;
  return { P0: count('P0'), P1: count('P1'), P2: count('P2'), P3: count('P3') };
}

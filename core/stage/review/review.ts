import { join } from 'node:path';
import { driverOf } from '../../agent/driver.ts';
import { mayChange } from '../../brief/may-change.ts';
import { phaseBrief } from '../../brief/phase-brief.ts';
import { implementerPrompt } from '../../brief/prompts/implementer.ts';
import type { Sighting } from '../../cheat/sighting.ts';
import { ok, type Result } from '../../failure.ts';
import { commitMessage, currentPerson, dateOf, makeCommit, treeOf } from '../../git/commit.ts';
import { editTree } from '../../git/edit.ts';
import type { Git } from '../../git/git.ts';
import { removeWorktree } from '../../git/worktree.ts';
import type { Phase } from '../../plan/plan.ts';
import {
  recordVersion,
  reviewRecordSchema,
  squashRecordSchema,
  type CriterionRecord,
  type ReviewRecord,
  type Verdict,
} from '../../result/records.ts';
import { describeFinding, findingId } from '../../review/finding.ts';
import { drive } from '../../workflow/drive.ts';
import { honestyRecord } from '../../workflow/flags.ts';
import type { Because } from '../../workflow/state.ts';
import { phaseReview } from '../../workflow/workflow.ts';
import { adoptMade } from '../adopt-made.ts';
import { handOffBacklog, mendedByTasks, type HandOffBacklog } from './backlog.ts';
import {
  layOut,
  phaseWorktreeName,
  recordText,
  reportFailure,
  requireRecord,
  reuse,
  worktreePath,
  type StageContext,
} from '../context.ts';
import { criteriaOf } from '../../plan/criteria/probe.ts';
import { handOffMessage } from './hand-off-message.ts';
import { prove } from '../prove/prove.ts';
import { tasksDone } from '../gates/final-change.ts';
import { judge } from '../gates/judge.ts';
import { withAllowed } from '../gates/known-verdicts.ts';
import { keepOfWhole } from '../keep-of-whole.ts';
import { reviewKey } from '../keys.ts';
import { loopEffects } from '../loop/loop-effects.ts';
import type { LoopWork } from '../loop/loop-work.ts';
import { loopEnding } from '../loop/loop-ending.ts';
import { noteLoop } from '../loop/leave-loop.ts';
import { openLoopJournal } from '../loop/loop-journal.ts';
import { takeUpLoop } from '../loop/take-up-loop.ts';
import { phaseAt, planAt } from '../specs/plan-at.ts';
import { isNormOf, isSpecOrPlan } from '../specs/protected-paths.ts';
import { reviewChange } from './review-change.ts';
import { readBrief } from '../task/read-brief.ts';
import { tickedPlan } from './ticked-plan.ts';
import { transcripts } from '../loop/transcripts.ts';

const stage = 'review';

/**
 * The independent review of the whole phase, in rounds: gates and criteria as evidence, a reviewer who has seen nothing
 * else, fixes. At last the hand-off commit, with the ticks and the deferred findings.
 */
export async function runReview(context: StageContext): Promise<ReviewRecord> {
  const { host, phase, repository } = context;
  const nothingYet: ReviewRecord = {
    version: recordVersion,
    stage,
    outcome: 'failed',
    key: '',
    rounds: 0,
    agentCalls: 0,
    usage: {},
    turns: [],
    findings: [],
    deviations: [],
    fixes: [],
    mended: [],
  };
  const squash = await requireRecord(context, 'squash', squashRecordSchema);
  if (!squash.ok) return await leave(context, { ...nothingYet, failure: squash.failure });
  const planned = await phaseAt(repository.git, phase.polished, phase.plan.path, phase.phase.id);
  if (!planned.ok) return await leave(context, { ...nothingYet, failure: planned.failure });
  const key = reviewKey(phase, squash.value, criteriaOf(planned.value));
  const known = await reuse(context, { stage, key, schema: reviewRecordSchema });
  if (known) return known;
  const made = await adoptMade(context, { stage, key, schema: reviewRecordSchema });
  if (made?.failure) return await leave(context, { ...nothingYet, key, failure: made.failure });
  if (made) return made.record;

  const start = squash.value.commit!;
  const workflow = phaseReview(phase.options);
  const taken = await takeUpLoop(context, { stage, key, name: 'The review of the phase', workflow, start });
  if (!taken.ok) {
    const { ok: _ok, ...ending } = taken;
    return await leave(context, { ...nothingYet, key, ...ending });
  }
  context.emit({ type: 'stage-started', stage });
  const journal = await openLoopJournal(context, { stage, key, workflow, start });
  if (!journal.ok) return await leave(context, { ...nothingYet, key, failure: journal.failure });
  const work = await loopWork(context, planned.value, { key, squashed: start });
  const state = await drive({
    stage,
    workflow,
    start,
    journal: journal.value,
    effects: loopEffects(context, work),
  }).finally(async () => await journal.value.close());
  const { round, agentCalls, usage, turns, settled, deviations } = state.progress;
  const record: ReviewRecord = {
    ...nothingYet,
    key,
    rounds: round,
    agentCalls,
    usage,
    turns: [...turns],
    deviations: [...deviations],
    findings: [...settled],
    ...honestyRecord(state.progress, work.unanswered),
    ...loopEnding(state),
  };
  if (state.at !== 'approved') {
    await noteLoop(context, { stage, key, work: state.progress.commit, record, journal: journal.value });
    return await leave(context, record);
  }

  const complete = await handOff(context, { phase: planned.value, record, start, commit: state.progress.commit });
  if (complete.outcome !== 'done') return await leave(context, complete);
  const artifacts = new Map([
    ['record.json', recordText(context, complete)],
    ['journal.jsonl', journal.value.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')],
    ...(await transcripts(context, { stage, key })),
  ]);
  const about = { stage, key, work: complete.handOff!, artifacts, record: complete, schema: reviewRecordSchema };
  const kept = await keepOfWhole(context, about);
  await removeWorktree(host, repository, await worktreePath(context, work.worktree));
  context.emit({ type: 'stage-finished', stage, outcome: 'done', detail: `${round} round${round === 1 ? '' : 's'}` });
  return kept;
}

async function loopWork(
  context: StageContext,
  planned: Phase,
  { key, squashed }: { readonly key: string; readonly squashed: string },
): Promise<LoopWork & { readonly unanswered: readonly Sighting[] }> {
  const { phase } = context;
  const start = phase.polished;
  const done = await tasksDone(context);
  // A reviewer of style is asked about nothing else.
  const unanswered = done.flatMap(({ flags = [] }) => flags.filter(({ answer }) => answer === null));
  const briefs = await Promise.all(phase.tasks.map((task) => readBrief(context, task)));
  const allowedBefore = done.flatMap((task) => task.allowed ?? []);
  const named = unique(briefs.flatMap((one) => one.files));
  const brief = phaseBrief(planned, {
    plan: phase.plan.path,
    sections: unique(briefs.flatMap((one) => one.sections)),
    memos: unique(briefs.flatMap((one) => one.memos ?? [])),
    rules: briefs[0]?.rules ?? [],
    gates: phase.options.gates.map(({ name }) => name),
    findings: (await mendedByTasks(context)).map(({ finding }) => finding),
  });
  return {
    stage,
    key,
    worktree: `${phaseWorktreeName(phase.phase)}-review`,
    workflow: phaseReview(phase.options),
    taskName: 'phase',
    start,
    scope: { files: brief.files, isProtected: isSpecOrPlan(phase.plan.path, phase.options.backlog) },
    // What the tasks have done was judged with each. A fix may be one of words alone.
    honest: {
      since: squashed,
      mayChange: (path) => briefs.some(({ files }) => mayChange(files, path)),
      isPutOff: () => false,
      gates: brief.gates,
      except: ['cosmetic-change'],
    },
    isSpec: isNormOf(brief),
    message: (because) => fixMessage(context, because),
    prompt: (because, mark) => implementerPrompt(brief, because, mark),
    judge: async (worktree, commit, { allowed }) => {
      // What was allowed before was said of another base: here it is gone already.
      const change = withAllowed({ files: named, proves: false, start: squashed }, { allowed });
      const asked = { stage, cache: stage, since: start, change };
      const verdict = await judge(context, { ...asked, worktree, commit, fresh: false });
      return verdict.green ? withCriteria(verdict, await proveAll(context, planned, { worktree, verdict })) : verdict;
    },
    review: reviewChange(context, {
      brief,
      start,
      settled: done.flatMap(({ findings }) => findings),
      flags: unanswered,
      allowed: allowedBefore,
    }),
    unanswered,
  };
}

/** The exit criteria that the commit is held to once its gates are green. */
async function proveAll(
  context: StageContext,
  planned: Phase,
  { worktree, verdict }: { worktree: Git; verdict: Verdict },
): Promise<CriterionRecord[]> {
  const { checkout, run, options } = context.phase;
  const about = { worktree, checkout, run, timeLimit: options.gateTimeLimit, verdict };
  const proven: CriterionRecord[] = [];
  for (const criterion of criteriaOf(planned)) proven.push(await prove(context, stage, criterion, about));
  const met = proven.filter((one) => one.outcome === 'met').length;
  context.emit({ type: 'note', stage, text: `${met} of ${proven.length} exit criteria hold` });
  return proven;
}

/** An exit criterion that a probe has found not to hold is as red as a gate: the agent is told, and may fix it. */
function withCriteria(verdict: Verdict, criteria: readonly CriterionRecord[]): Verdict {
  const notMet = criteria.filter((one) => one.outcome === 'not-met');
  const complete = { ...verdict, criteria: [...criteria] };
  if (notMet.length === 0) return complete;
  const list = notMet.map((one) => `${one.text}\n${one.probe}: ${one.evidence}`);
  return { ...complete, green: false, trouble: `Exit criteria that do not hold:\n${list.join('\n')}` };
}

function fixMessage(context: StageContext, because: Because): string {
  const { phase, plan } = context.phase;
  const fixed =
    because.why === 'findings' ? because.findings.map((one) => `${findingId(one)} ${one.title}`) : [because.why];
  const subject = `phase ${phase.id} review: fix ${fixed.length === 1 ? fixed[0] : `${fixed.length} findings`}`;
  const list =
    because.why === 'findings'
      ? because.findings.map((one) => `- ${describeFinding(one)}\n  ${one.fix}`).join('\n')
      : '';
  return commitMessage(subject, list ? [list] : [], { Plan: plan.id, Phase: phase.id });
}

/** The commit that hands the phase over: nothing but the ticks and the backlog, and trailers that say what is done. */
async function handOff(
  context: StageContext,
  about: { phase: Phase; record: ReviewRecord; start: string; commit: string },
): Promise<ReviewRecord> {
  const { host, phase, repository } = context;
  const { git } = repository;
  const ticked = await tickedPlan(context, about.commit);
  if (!ticked.ok) return { ...about.record, outcome: 'failed', failure: ticked.failure };
  const edits = new Map(ticked.value.changed ? [[phase.plan.path, ticked.value.content]] : []);
  const handed = await handOffBacklog(context, about);
  if (!handed.ok) return { ...about.record, outcome: 'failed', failure: handed.failure };
  const backlog = handed.value;
  if (backlog.text !== undefined) edits.set(backlog.path, backlog.text);
  const tree = await editTree(host, git, about.commit, edits, join(phase.state, 'scratch'));
  const message = await messageOf(context, { ...about, backlog });
  if (!message.ok) return { ...about.record, outcome: 'failed', failure: message.failure };
  const commit = await makeCommit(git, {
    tree,
    parents: [about.commit],
    message: message.value,
    author: { ...(await currentPerson(git)), date: await dateOf(git, about.commit) },
  });
  const fixes = (await git.text(['rev-list', '--reverse', `${about.start}..${about.commit}`]))
    .split('\n')
    .filter(Boolean);
  return {
    ...about.record,
    outcome: 'done',
    fixes,
    approved: about.commit,
    handOff: commit,
    tree: await treeOf(git, commit),
    mended: backlog.fixed,
    ...(backlog.text === undefined ? {} : { backlog: backlog.path }),
  };
}

async function messageOf(
  context: StageContext,
  about: { phase: Phase; record: ReviewRecord; commit: string; backlog: HandOffBacklog },
): Promise<Result<string>> {
  const { phase, repository } = context;
  const found = await planAt(repository.git, about.commit, phase.plan.path);
  if (!found.ok) return found;
  const briefs = await Promise.all(phase.tasks.map((task) => readBrief(context, task)));
  const { record, backlog, ...rest } = about;
  const { reviewer } = phase.options;
  return ok(
    handOffMessage({
      ...rest,
      backlog: backlog.path,
      deferred: backlog.deferred.map(({ finding }) => finding),
      mended: backlog.fixed,
      planId: phase.plan.id,
      plan: found.value.plan,
      done: phase.tasks.map((task) => task.id),
      cited: unique(briefs.flatMap((brief) => brief.sections.map(({ path, heading }) => ({ path, heading })))),
      findings: record.findings,
      deviations: record.deviations,
      rounds: record.rounds,
      reviewer: driverOf(reviewer).describe(reviewer),
    }),
  );
}

async function leave(context: StageContext, record: ReviewRecord): Promise<ReviewRecord> {
  await layOut(context, stage, new Map([['record.json', recordText(context, record)]]));
  if (record.question)
    context.emit({ type: 'question', stage, text: `${record.question.text} (${record.question.id})` });
  else if (record.failure) reportFailure(context, stage, record.failure);
  return record;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

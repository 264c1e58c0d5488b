import { join } from 'node:path';
import { deviationsText } from '../review/deviation.ts';
import { driverOf } from '../agent/driver.ts';
import { phaseBrief } from '../brief/phase-brief.ts';
import { fail, unreachable, type Result } from '../failure.ts';
import { commitMessage, currentPerson, dateOf, makeCommit, treeOf } from '../git/commit.ts';
import { editTree } from '../git/edit.ts';
import { removeWorktree } from '../git/worktree.ts';
import type { Edit } from '../plan/edit/edit.ts';
import { tickAll } from '../plan/edit/tick.ts';
import type { Phase } from '../plan/plan.ts';
import {
  recordVersion,
  reviewRecordSchema,
  squashRecordSchema,
  type CriterionRecord,
  type ReviewRecord,
} from '../result/records.ts';
import { drive } from '../workflow/drive.ts';
import type { Because, State } from '../workflow/state.ts';
import { phaseReview } from '../workflow/workflow.ts';
import { handOffBacklog, mendedByTasks, type HandOffBacklog } from './backlog.ts';
import {
  json,
  keep,
  layOut,
  phaseWorktreeName,
  reportFailure,
  requireRecord,
  reuse,
  worktreePath,
  type StageContext,
} from './context.ts';
import { criteriaOf } from '../plan/criteria/probe.ts';
import { probe } from './probe.ts';
import { reviewKey } from './keys.ts';
import { loopEffects, type LoopWork } from './loop-effects.ts';
import { openLoopJournal } from './loop-journal.ts';
import { phaseAt, planAt } from './plan-at.ts';
import { isSpecOrPlan } from './protected-paths.ts';
import { readBrief } from './task.ts';
import { transcripts } from './transcripts.ts';

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

  context.emit({ type: 'stage-started', stage });
  const start = squash.value.commit!;
  const workflow = phaseReview(phase.options);
  const journal = await openLoopJournal(context, { stage, key, workflow, start });
  if (!journal.ok) return await leave(context, { ...nothingYet, key, failure: journal.failure });
  const work = await loopWork(context, planned.value, key);
  const state = await drive({
    stage,
    workflow,
    start,
    journal: journal.value,
    effects: loopEffects(context, work),
  });
  await journal.value.close();
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
    ...ending(state),
  };
  if (state.at !== 'approved') return await leave(context, record);

  const complete = await handOff(context, { phase: planned.value, record, start, commit: state.progress.commit });
  if (complete.outcome !== 'done') return await leave(context, complete);
  const artifacts = new Map([
    ['record.json', json(complete)],
    ['journal.jsonl', journal.value.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')],
    ...(await transcripts(context, { stage, key })),
  ]);
  await keep(context, { stage, key, work: complete.handOff!, artifacts });
  await removeWorktree(host, repository, await worktreePath(context, work.worktree));
  context.emit({ type: 'stage-finished', stage, outcome: 'done', detail: `${round} round${round === 1 ? '' : 's'}` });
  return complete;
}

async function loopWork(context: StageContext, planned: Phase, key: string): Promise<LoopWork> {
  const { host, phase } = context;
  const briefs = await Promise.all(phase.tasks.map((task) => readBrief(context, task)));
  const brief = phaseBrief(planned, {
    plan: phase.plan.path,
    sections: unique(briefs.flatMap((one) => one.sections)),
    rules: briefs[0]?.rules ?? [],
    gates: phase.options.gates,
    findings: (await mendedByTasks(context)).map(({ finding }) => finding),
  });
  return {
    stage,
    key,
    worktree: `${phaseWorktreeName(phase.phase)}-review`,
    brief,
    taskName: 'phase',
    start: phase.polished,
    isProtected: isSpecOrPlan(phase.plan.path, phase.options.backlog),
    message: (because) => fixMessage(context, because),
    criteria: async (worktree, verdict) => {
      const { checkout, run, options } = phase;
      const about = { worktree, checkout, run, timeLimit: options.gateTimeLimit, verdict };
      const proven: CriterionRecord[] = [];
      for (const criterion of criteriaOf(planned)) proven.push(await probe(host, criterion, about));
      const met = proven.filter((one) => one.outcome === 'met').length;
      context.emit({ type: 'note', stage, text: `${met} of ${proven.length} exit criteria hold` });
      return proven;
    },
  };
}

function fixMessage(context: StageContext, because: Because): string {
  const { phase, plan } = context.phase;
  const fixed =
    because.why === 'findings' ? because.findings.map((one) => `${one.severity} ${one.title}`) : [because.why];
  const subject = `phase ${phase.id} review: fix ${fixed.length === 1 ? fixed[0] : `${fixed.length} findings`}`;
  const list =
    because.why === 'findings'
      ? because.findings.map((one) => `- ${one.severity} ${one.path}:${one.line} ${one.title}`).join('\n')
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
  const commit = await makeCommit(git, {
    tree,
    parents: [about.commit],
    message: handOffMessage(context, about.phase, { backlog, record: about.record }),
    author: { ...(await currentPerson(git)), date: await dateOf(git, about.commit) },
  });
  const fixes = (await git.text(['rev-list', '--reverse', `${about.start}..${about.commit}`]))
    .split('\n')
    .filter(Boolean);
  return {
    ...about.record,
    outcome: 'done',
    fixes,
    handOff: commit,
    tree: await treeOf(git, commit),
    mended: backlog.fixed,
    ...(backlog.text === undefined ? {} : { backlog: backlog.path }),
  };
}

/** The plan as it is at a commit, with the tasks of this phase ticked. */
async function tickedPlan({ phase, repository }: StageContext, commit: string): Promise<Result<Edit>> {
  const found = await planAt(repository.git, commit, phase.plan.path);
  if (!found.ok) return found;
  const { plan, text } = found.value;
  const mine = new Set(phase.tasks.map((task) => task.id));
  const tasks = plan.phases.find((one) => one.id === phase.phase.id)?.tasks ?? [];
  return tickAll(
    text,
    plan,
    tasks.filter((task) => mine.has(task.id)),
    true,
  );
}

function handOffMessage(
  context: StageContext,
  planned: Phase,
  about: { backlog: HandOffBacklog; record: ReviewRecord },
): string {
  const { phase, plan, tasks } = context.phase;
  const { backlog, record } = about;
  const reviewer = context.phase.options.reviewer;
  const fixed = record.findings.filter((one) => one.outcome === 'fixed').length;
  return commitMessage(
    `phase ${phase.id}: ${planned.title}`,
    [
      `Landed:\n${tasks.map((task) => `- ${task.id} ${task.title}`).join('\n')}`,
      `Exit criteria:\n${criteriaOf(planned)
        .map((one) => `- ${one.text}`)
        .join('\n')}`,
      backlog.message,
      deviationsText(record.deviations),
    ],
    {
      Plan: plan.id,
      Phase: phase.id,
      'Phase-Step': 'hand-off',
      'Reviewed-by': driverOf(reviewer).describe(reviewer),
      Iterations: String(record.rounds),
      Findings: `${fixed} fixed, ${backlog.deferred} deferred`,
    },
  );
}

function ending(state: State): Partial<ReviewRecord> {
  switch (state.at) {
    case 'approved':
      return {};
    case 'asking':
      return { outcome: 'question', question: state.question };
    case 'stopped':
      return { failure: state.failure };
    case 'abandoned':
      return { failure: fail('question', state.reason).failure };
    case 'running':
      throw new Error('Internal error: a loop ended while it was running');
    default:
      return unreachable(state);
  }
}

async function leave(context: StageContext, record: ReviewRecord): Promise<ReviewRecord> {
  await layOut(context, stage, new Map([['record.json', json(record)]]));
  if (record.question)
    context.emit({ type: 'question', stage, text: `${record.question.text} (${record.question.id})` });
  else if (record.failure) reportFailure(context, stage, record.failure);
  return record;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

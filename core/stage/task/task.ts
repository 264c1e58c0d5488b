import { driverOf } from '../../agent/driver.ts';
import { agentOf } from '../../agent/role.ts';
import type { Brief } from '../../brief/brief.ts';
import { mayChange } from '../../brief/may-change.ts';
import { implementerPrompt } from '../../brief/prompts/implementer.ts';
import { isPutOff } from '../../brief/put-off.ts';
import { beating, type Missed } from '../../claim/beating.ts';
import type { HeldClaim, Written } from '../../claim/held-claim.ts';
import { ok, type Failure, type Result } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import { removeWorktree } from '../../git/worktree.ts';
import { describeFinding } from '../../review/finding.ts';
import { recordVersion, taskRecordSchema, type MergeRecord, type TaskRecord } from '../../result/records.ts';
import type { Question } from '../../workflow/question.ts';
import { drive, startOf } from '../../workflow/drive.ts';
import { honestyRecord } from '../../workflow/flags.ts';
import type { Because, Progress, State } from '../../workflow/state.ts';
import { combineTasks } from './combine-tasks.ts';
import { endingOfApart } from './conflict-question.ts';
import { adoptMade } from '../adopt-made.ts';
import { layOut, recordText, requireRecord, reuse, worktreePath, type StageContext } from '../context.ts';
import { judge } from '../gates/judge.ts';
import { taskKey } from '../keys.ts';
import { recall, withAllowed, type Asked } from '../gates/known-verdicts.ts';
import { loopEffects } from '../loop/loop-effects.ts';
import type { LoopWork } from '../loop/loop-work.ts';
import { loopEnding } from '../loop/loop-ending.ts';
import { leaveLoop } from '../loop/leave-loop.ts';
import { openLoopJournal } from '../loop/loop-journal.ts';
import { takeUpLoop } from '../loop/take-up-loop.ts';
import { whileOurs } from '../loop/while-ours.ts';
import type { PhaseTask } from '../phase-record.ts';
import { isNormOf, isSpecOrPlan } from '../specs/protected-paths.ts';
import { reviewChange } from '../review/review-change.ts';
import { keepTask, takenOver } from './keep-task.ts';
import { readBrief } from './read-brief.ts';
import { takeTaskClaim } from './task-claim.ts';
import { taskWorkflow, workflowName } from './task-workflow.ts';
import { testFirst } from './test-first.ts';
import { transcripts } from '../loop/transcripts.ts';
import { upstreamOf } from './upstream.ts';

/**
 * One task, from its brief to its result: combines the results it builds on, and drives the implement → gates → review
 * loop in a worktree of its own. The record is left whatever came of it.
 */
export async function runTask(context: StageContext, id: string): Promise<TaskRecord> {
  const task = context.phase.tasks.find((one) => one.id === id);
  if (!task) throw new Error(`Internal error: phase ${context.phase.phase.id} has no task ${id}`);
  const stage = `task-${task.slug}`;
  const brief = await readBrief(context, task);
  const upstream = await upstreamRecords(context, task);
  if (!upstream.ok) return await leave(context, task, { ...nothingYet(context, brief), failure: upstream.failure });

  const key = taskKey(context.phase, brief, upstream.value);
  const known = await reuse(context, { stage, key, schema: taskRecordSchema });
  if (known) return known;

  const start = await combineTasks(context, upstream.value);
  const { merges } = start;
  if (!start.ok) {
    const ended = await endingOfApart(context, stage, start);
    return await leave(context, task, { ...nothingYet(context, brief), key, ...withMerges(merges), ...ended });
  }
  return await claimed(context, { task, brief, key, start: start.commit, merges });
}

interface Work {
  readonly task: PhaseTask;
  readonly brief: Brief;
  readonly key: string;
  readonly start: string;
  readonly merges: readonly MergeRecord[];
}

async function claimed(context: StageContext, work: Work): Promise<TaskRecord> {
  const { task, brief, key } = work;
  const attempt = await takeTaskClaim(context, { id: task.id, stage: `task-${task.slug}`, key });
  if (!attempt.held) {
    const { held: _held, ...ending } = attempt;
    return await leave(context, task, { ...nothingYet(context, brief), key, ...ending });
  }
  const { claim } = attempt;
  try {
    const done = await doneElsewhere(context, work);
    if (done) return done;
    const stage = `task-${task.slug}`;
    const workflow = taskWorkflow(context.phase, brief.tests.length > 0);
    const taken = await takeUpLoop(context, { stage, key, name: `Task ${task.id}`, workflow, start: work.start });
    if (!taken.ok) {
      const { ok: _ok, ...ending } = taken;
      return await leave(context, task, { ...nothingYet(context, brief), key, ...ending });
    }
    let failure: Failure | undefined;
    const lost = new AbortController();
    const missed = (by: Missed): void => {
      tellMissed(context, task, by);
      if (by.how !== 'lost') return;
      failure = takenOver(context, task.id, by);
      lost.abort();
    };
    const ours: Ours = { claim, lost: lost.signal, whyNot: () => failure };
    return await beating(context.host, claim, missed, async () => await worked(context, work, ours));
  } finally {
    const ended = await claim.end();
    if ('words' in ended) tellMissed(context, task, ended);
  }
}

/**
 * Whoever had the claim before may have finished: from now on nobody else can. What is there and does not count is in the
 * way of ours, so nobody is paid for that before.
 */
async function doneElsewhere(context: StageContext, { task, brief, key }: Work): Promise<TaskRecord | undefined> {
  const stage = `task-${task.slug}`;
  const made = await adoptMade(context, { stage, key, schema: taskRecordSchema });
  if (!made?.failure) return made?.record;
  return await leave(context, task, { ...nothingYet(context, brief), key, failure: made.failure });
}

function tellMissed({ emit }: StageContext, task: PhaseTask, missed: Written): void {
  const why = 'words' in missed ? missed.words : 'another machine has it by now';
  emit({ type: 'note', stage: `task-${task.slug}`, text: `the claim could not be renewed or given back: ${why}` });
}

/** The right to a task. */
interface Ours {
  readonly claim: HeldClaim;
  /** Aborted once it is somebody else's. */
  readonly lost: AbortSignal;
  /** What comes of the task then. */
  readonly whyNot: () => Failure | undefined;
}

async function worked(context: StageContext, work: Work, { claim, lost, whyNot }: Ours): Promise<TaskRecord> {
  const { host, phase, repository } = context;
  const { task, brief, key } = work;
  const stage = `task-${task.slug}`;
  context.emit({ type: 'stage-started', stage, detail: task.title });
  const workflow = taskWorkflow(phase, brief.tests.length > 0);
  const journal = await openLoopJournal(context, { stage, key, workflow, start: work.start });
  if (!journal.ok)
    return await leave(context, task, {
      ...nothingYet(context, brief),
      key,
      start: work.start,
      failure: journal.failure,
    });
  const start = startOf(journal.value) ?? work.start;
  const state = await drive({
    stage,
    workflow,
    start,
    journal: journal.value,
    effects: whileOurs(loopEffects(context, { ...(await loopWork(context, { ...work, start })), lost }), whyNot),
  }).finally(async () => await journal.value.close());
  const record: TaskRecord = {
    ...nothingYet(context, brief),
    key,
    start,
    ...withMerges(work.merges),
    ...(await outcomeOf(context, state)),
    ...(state.at === 'stopped' && lost.aborted && { failure: whyNot() }),
  };
  if (record.outcome !== 'done' || record.commit === undefined) {
    await leaveLoop(context, claim, { stage, key, work: state.progress.commit, record, journal: journal.value });
    return await leave(context, task, record);
  }
  const artifacts = new Map([
    ['record.json', recordText(context, record)],
    ['journal.jsonl', journal.value.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')],
    ...(await transcripts(context, { stage, key })),
  ]);
  const kept = await keepTask(context, claim, { id: task.id, stage, key, work: record.commit, artifacts });
  if (!kept.ok)
    return (
      (await doneElsewhere(context, work)) ??
      (await leave(context, task, { ...record, outcome: 'failed', failure: kept.failure }))
    );
  await removeWorktree(host, repository, await worktreePath(context, task.slug));
  context.emit({
    type: 'stage-finished',
    stage,
    outcome: 'done',
    detail: `${record.rounds} review round${record.rounds === 1 ? '' : 's'}`,
  });
  return record;
}

function withMerges(merges: readonly MergeRecord[]): Pick<TaskRecord, 'merges'> {
  return merges.length > 0 ? { merges: [...merges] } : {};
}

async function loopWork(context: StageContext, { task, brief, key, start }: Omit<Work, 'merges'>): Promise<LoopWork> {
  const stage = `task-${task.slug}`;
  const { tasks } = context.phase;
  const later = await Promise.all(
    tasks.slice(tasks.findIndex((one) => one.slug === task.slug) + 1).map((one) => readBrief(context, one)),
  );
  const workflow = taskWorkflow(context.phase, brief.tests.length > 0);
  const { plan } = context.phase;
  const scope = { files: brief.files, isProtected: isSpecOrPlan(plan.path, context.phase.options.backlog) };
  const change = { files: brief.files, proves: true };
  const asked = (progress: Progress): Omit<Asked, 'commit'> => ({
    stage,
    cache: stage,
    since: start,
    change: withAllowed(change, progress),
  });
  const usual: LoopWork = {
    stage,
    key,
    worktree: task.slug,
    workflow,
    taskName: task.id,
    start,
    scope,
    honest: {
      since: start,
      mayChange: (path) => mayChange(brief.files, path),
      isPutOff: (test) => isPutOff(test, { brief, later }),
      gates: brief.gates,
    },
    isSpec: isNormOf(brief),
    message: (because, round) => `WIP: ${task.title} (round ${round})\n\n${reason(because)}\n`,
    prompt: (because, mark) => implementerPrompt(brief, because, mark),
    judge: async (worktree, commit, progress) =>
      await judge(context, { ...asked(progress), worktree, commit, fresh: false }),
    review: reviewChange(context, { brief, start }),
  };
  if (workflow.name !== 'tdd')
    return { ...usual, recall: async (commit, progress) => await recall(context, { ...asked(progress), commit }) };
  const { title } = task;
  return { ...usual, ...(await testFirst(context, { stage, scope, start, workflow, brief, title, change })) };
}

function reason(because: Because): string {
  const { why } = because;
  return why === 'findings' ? because.findings.map(describeFinding).join('\n') : why;
}

/** How the loop ended, as fields of the record. */
async function outcomeOf(context: StageContext, state: State): Promise<Partial<TaskRecord>> {
  const { round, agentCalls, usage, turns, settled, deviations, mended, verdict, commit } = state.progress;
  const facts = {
    rounds: round,
    agentCalls,
    usage,
    turns: [...turns],
    findings: [...settled],
    deviations: [...deviations],
    mended: [...mended],
    gates: [...(verdict?.gates ?? [])],
    ...(verdict?.redGreen && { redGreen: verdict.redGreen }),
    ...(verdict?.complaints && { complaints: verdict.complaints }),
    ...(verdict?.leftOut ? { gatesLeftOut: [...verdict.leftOut] } : {}),
    ...honestyRecord(state.progress),
    ...(workflowName(context.phase) === 'tdd' && {
      workflow: 'tdd' as const,
      reviewer: styleReviewerOf(context, turns),
    }),
  };
  if (state.at !== 'approved') return { ...facts, outcome: 'failed', ...loopEnding(state) };
  return { ...facts, outcome: 'done', commit, tree: await treeOf(context.repository.git, commit) };
}

function styleReviewerOf({ phase: { options } }: StageContext, turns: Progress['turns']): string {
  const agent = agentOf(options, 'styleReviewer');
  return turns.some(({ role }) => role === 'styleReviewer') ? driverOf(agent).describe(agent) : '';
}

function nothingYet(context: StageContext, brief: Brief): TaskRecord {
  const { implementer, reviewer } = context.phase.options;
  return {
    version: recordVersion,
    stage: 'task',
    outcome: 'failed',
    key: '',
    id: brief.id,
    slug: brief.slug,
    title: brief.title,
    spec: brief.spec,
    rounds: 0,
    agentCalls: 0,
    usage: {},
    turns: [],
    gates: [],
    findings: [],
    deviations: [],
    mended: [],
    implementer: driverOf(implementer).describe(implementer),
    reviewer: driverOf(reviewer).describe(reviewer),
  };
}

/** Lays out the record of a task that has no result, and says why. */
async function leave(context: StageContext, task: PhaseTask, record: TaskRecord): Promise<TaskRecord> {
  const stage = `task-${task.slug}`;
  await layOut(context, stage, new Map([['record.json', recordText(context, record)]]));
  if (record.question) ask(context, stage, record.question);
  else context.emit({ type: 'stage-finished', stage, outcome: 'failed', detail: record.failure?.message ?? '' });
  return record;
}

function ask(context: StageContext, stage: string, question: Question): void {
  context.emit({ type: 'question', stage, text: `${question.text} (${question.id})` });
  context.emit({ type: 'stage-finished', stage, outcome: 'question', detail: question.text });
}

/** Records of all tasks that this one builds on, directly or not, in plan order. */
async function upstreamRecords(context: StageContext, task: PhaseTask): Promise<Result<TaskRecord[]>> {
  const records: TaskRecord[] = [];
  for (const one of upstreamOf(context.phase.tasks, task)) {
    const record = await requireRecord(context, `task-${one.slug}`, taskRecordSchema);
    if (!record.ok) return record;
    records.push(record.value);
  }
  return ok(records);
}

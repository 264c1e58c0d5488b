import { fail } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import { ensureWorktree, removeWorktree, resetWorktree } from '../../git/worktree.ts';
import type { Project } from '../../result/coverage.ts';
import {
  exitCriteriaRecordSchema,
  gatesRecordSchema,
  recordVersion,
  reviewRecordSchema,
  type CriterionRecord,
  type ExitCriteriaRecord,
  type Verdict,
} from '../../result/records.ts';
import { backlogAt } from '../review/backlog.ts';
import { answered, exitCriteriaInput, questionFor, whyAsked, type ExitCriteriaInput } from './asked-criteria.ts';
import { keep, layOut, recordText, reportFailure, requireRecord, reuse, type StageContext } from '../context.ts';
import { proofWorktree } from '../gates/gates.ts';
import { proofBasis } from './proof-basis.ts';
import { prove } from './prove.ts';
import { provide } from '../provide.ts';
import { probeTickedTask, type TickedTask } from './ticked-tasks.ts';

const stage = 'exit-criteria';

/**
 * Every exit criterion's probe, on exactly the tree that was reviewed and judged, each with a proof. What code cannot
 * decide a person is asked.
 */
export async function runExitCriteria(
  context: StageContext,
  projects: readonly Project[],
): Promise<ExitCriteriaRecord> {
  const { host, phase, repository } = context;
  const nothingYet: ExitCriteriaRecord = {
    version: recordVersion,
    stage,
    outcome: 'failed',
    key: '',
    criteria: [],
    questions: [],
  };
  const review = await requireRecord(context, 'review', reviewRecordSchema);
  if (!review.ok) return await leave(context, { ...nothingYet, failure: review.failure });
  const gates = await requireRecord(context, 'gates', gatesRecordSchema);
  if (!gates.ok) return await leave(context, { ...nothingYet, failure: gates.failure });
  const commit = review.value.handOff!;
  const tree = await treeOf(repository.git, commit);
  const asked = await exitCriteriaInput(repository.git, context.refs, phase, commit);
  if (!asked.ok) return await leave(context, { ...nothingYet, failure: asked.failure });
  const { answers, key } = asked.value;
  const known = await reuse(context, { stage, key, schema: exitCriteriaRecordSchema });
  if (known) return known;

  context.emit({ type: 'stage-started', stage });
  const worktree = await ensureWorktree(host, repository, await proofWorktree(context), commit);
  const provided = await provide(context, stage, worktree, commit);
  if (!provided.ok) return await leave(context, { ...nothingYet, key, failure: provided.failure });
  const { verdict } = gates.value;
  const { proven, outputs } = await proveAll(context, asked.value, {
    stage,
    commit,
    tree,
    worktree,
    verdict,
    projects,
  });
  // A person who has said "not met" can still change their mind.
  const open = proven.filter(
    (one) => one.outcome === 'undecided' || (one.outcome === 'not-met' && answers.get(one.text)?.choice === 'not-met'),
  );
  const questions = open.map((one) => questionFor(one, tree, whyAsked(one)));
  const record: ExitCriteriaRecord = { ...nothingYet, key, commit, tree, criteria: proven, questions };
  const notMet = proven.filter((one) => one.outcome === 'not-met').map(described);
  if (notMet.length > 0) {
    const { failure } = fail('not-proven', `Not met: ${notMet.join(' · ')}`);
    return await leave(context, { ...record, failure }, outputs);
  }
  if (questions.length > 0) return await leave(context, { ...record, outcome: 'question' }, outputs);
  const complete: ExitCriteriaRecord = { ...record, outcome: 'done' };
  const artifacts = new Map([['record.json', recordText(context, complete)], ...outputs]);
  await keep(context, { stage, key, work: commit, artifacts });
  await removeWorktree(host, repository, await proofWorktree(context));
  context.emit({ type: 'stage-finished', stage, outcome: 'done', detail: `${proven.length} of ${proven.length} met` });
  return complete;
}

/** Every probe, one after the other, and what commands have printed, by the name of its artifact. */
export async function proveAll(
  context: StageContext,
  { criteria, ticked, answers }: ExitCriteriaInput,
  about: {
    /** On whose account. */
    readonly stage: string;
    readonly commit: string;
    readonly tree: string;
    readonly worktree: Git;
    readonly verdict: Verdict | undefined;
    readonly projects: readonly Project[];
  },
): Promise<{ proven: CriterionRecord[]; outputs: ReadonlyMap<string, string> }> {
  const { phase, repository } = context;
  const { project, projectRoot, plan, options, checkout, run } = phase;
  const place = { plan: plan.path, projectRoot, named: options.backlog };
  const { path: backlog } = await backlogAt(repository.git, about.commit, place);
  const workspace = { project, projects: about.projects, plan: plan.path, backlog };
  const basis = proofBasis(repository.git, about.tree, workspace);
  const outputs = new Map<string, string>();
  const proven: CriterionRecord[] = [];
  const take = (found: CriterionRecord): void => {
    const answer = answers.get(found.text);
    const record = found.outcome === 'undecided' && answer ? answered(found, answer) : found;
    proven.push(record);
    context.emit({ type: 'note', stage: about.stage, text: `${record.outcome}: ${record.text}` });
  };
  for (const [index, criterion] of criteria.entries()) {
    const keepOutput = (text: string): string => {
      const name = `output-${index + 1}.txt`;
      outputs.set(name, text);
      return name;
    };
    const { worktree, tree, verdict } = about;
    const timeLimit = options.gateTimeLimit;
    const proof = { basis, keepOutput };
    take(await prove(context, about.stage, criterion, { worktree, tree, checkout, run, timeLimit, verdict, proof }));
    // What one probe has changed must not speak for the next.
    await resetWorktree(context.host, worktree, about.commit);
  }
  for (const task of ticked) take(await probeTask(context, task, { commit: about.commit, basis }));
  return { proven, outputs };
}

/** What a ticked task has to show is found in the history of the commit; so no later change makes it untrue. */
async function probeTask(
  { repository, phase, host }: StageContext,
  ticked: TickedTask,
  { commit, basis }: { readonly commit: string; readonly basis: ReturnType<typeof proofBasis> },
): Promise<CriterionRecord> {
  const { record } = await probeTickedTask(repository.git, ticked, {
    plan: phase.plan.id,
    phase: phase.phase.id,
    commits: [commit],
  });
  const at = new Date(host.clock.wall()).toISOString();
  return { ...record, proof: { at, ...(await basis({ kind: 'history' })) } };
}

/** With the reason, which comes first in the evidence; what a command printed is behind it. */
function described({ text, evidence }: CriterionRecord): string {
  return `${text} (${evidence.split('\n').slice(0, 2).join('; ')})`;
}

async function leave(
  context: StageContext,
  record: ExitCriteriaRecord,
  outputs: ReadonlyMap<string, string> = new Map(),
): Promise<ExitCriteriaRecord> {
  await layOut(context, stage, new Map([['record.json', recordText(context, record)], ...outputs]));
  for (const question of record.questions)
    context.emit({ type: 'question', stage, text: `${question.text} (${question.id})` });
  if (record.failure) reportFailure(context, stage, record.failure);
  else
    context.emit({
      type: 'stage-finished',
      stage,
      outcome: 'question',
      detail: `${record.questions.length} to be answered`,
    });
  return record;
}

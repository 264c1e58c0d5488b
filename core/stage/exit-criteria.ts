import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../failure.ts';
import { treeOf } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import type { PhaseRefs } from '../git/refs.ts';
import { ensureWorktree, removeWorktree } from '../git/worktree.ts';
import type { CriterionText } from '../plan/plan.ts';
import {
  exitCriteriaRecordSchema,
  gatesRecordSchema,
  recordVersion,
  reviewRecordSchema,
  type CriterionRecord,
  type ExitCriteriaRecord,
} from '../result/records.ts';
import type { Answer, Question } from '../workflow/question.ts';
import { findAnswer } from './answers.ts';
import { keep, layOut, recordText, reportFailure, requireRecord, reuse, type StageContext } from './context.ts';
import type { PhaseRecord } from './phase-record.ts';
import { criteriaOf, probeOf } from '../plan/criteria/probe.ts';
import { proofWorktree } from './gates.ts';
import { exitCriteriaKey } from './keys.ts';
import { phaseAt } from './plan-at.ts';
import { provide } from './provide.ts';
import { prove } from './prove.ts';

const stage = 'exit-criteria';

/** Every exit criterion's probe, on exactly the tree that was reviewed and judged. What code cannot decide a person is asked. */
export async function runExitCriteria(context: StageContext): Promise<ExitCriteriaRecord> {
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
  const { criteria, answers, key } = asked.value;
  const known = await reuse(context, { stage, key, schema: exitCriteriaRecordSchema });
  if (known) return known;

  context.emit({ type: 'stage-started', stage });
  const worktree = await ensureWorktree(host, repository, await proofWorktree(context), commit);
  const provided = await provide(context, stage, worktree, commit);
  if (!provided.ok) return await leave(context, { ...nothingYet, key, failure: provided.failure });
  const run = {
    worktree,
    checkout: phase.checkout,
    run: phase.run,
    timeLimit: phase.options.gateTimeLimit,
    verdict: gates.value.verdict,
  };
  const proven: CriterionRecord[] = [];
  for (const criterion of criteria) {
    const answer = answers.get(criterion);
    const found = answer ? answered(criterion, answer) : await prove(context, stage, criterion, run);
    proven.push(found);
    context.emit({ type: 'note', stage, text: `${found.outcome}: ${criterion.text}` });
  }
  // A person who has said "not met" can still change their mind.
  const open = criteria.filter(
    (one, index) => proven[index]?.outcome === 'undecided' || answers.get(one)?.choice === 'not-met',
  );
  const questions = open.map((criterion) => questionFor(criterion, tree));
  const record: ExitCriteriaRecord = { ...nothingYet, key, commit, tree, criteria: proven, questions };
  if (proven.some((one) => one.outcome === 'not-met')) {
    const notMet = proven.filter((one) => one.outcome === 'not-met').map((one) => one.text);
    return await leave(context, { ...record, failure: fail('not-proven', `Not met: ${notMet.join(' · ')}`).failure });
  }
  if (questions.length > 0) return await leave(context, { ...record, outcome: 'question' });
  const complete: ExitCriteriaRecord = { ...record, outcome: 'done' };
  await keep(context, {
    stage,
    key,
    work: commit,
    artifacts: new Map([['record.json', recordText(context, complete)]]),
  });
  await removeWorktree(host, repository, await proofWorktree(context));
  context.emit({ type: 'stage-finished', stage, outcome: 'done', detail: `${proven.length} of ${proven.length} met` });
  return complete;
}

export interface ExitCriteriaInput {
  readonly criteria: readonly CriterionText[];
  readonly answers: ReadonlyMap<CriterionText, Answer>;
  readonly key: string;
}

/** What is to be proven about a commit, and what people have said about its tree. */
export async function exitCriteriaInput(
  git: Git,
  refs: PhaseRefs,
  phase: PhaseRecord,
  commit: string,
): Promise<Result<ExitCriteriaInput>> {
  const planned = await phaseAt(git, commit, phase.plan.path, phase.phase.id);
  if (!planned.ok) return planned;
  const criteria = criteriaOf(planned.value);
  const tree = await treeOf(git, commit);
  const answers = new Map<CriterionText, Answer>();
  for (const criterion of criteria) {
    const answer = await findAnswer(git, refs, questionFor(criterion, tree));
    if (answer) answers.set(criterion, answer);
  }
  return ok({ criteria, answers, key: exitCriteriaKey(commit, criteria, [...answers.values()]) });
}

/** Bound to the tree: a person's word about one tree says nothing about another. */
export function questionFor(criterion: CriterionText, tree: string): Question {
  const identity = createHash('sha256')
    .update(JSON.stringify([criterion.text, tree]))
    .digest('hex');
  const why =
    probeOf(criterion.text).kind === 'person' ? 'Its words name no command, file or gate that would decide it.' : '';
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'criterion',
    stage,
    text: `Does this exit criterion hold? ${criterion.text}`,
    context: [`Tree ${tree}.`, why].filter(Boolean),
    options: [
      { name: 'met', does: 'record that it holds, with your name and words as the evidence' },
      { name: 'not-met', does: 'record that it does not hold; the phase does not land' },
    ],
    default: 'not-met',
  };
}

export function answered(criterion: CriterionText, answer: Answer): CriterionRecord {
  const evidence = `${answer.by}, ${answer.at}${answer.text ? `: ${answer.text}` : ''}`;
  return { ...criterion, probe: 'a person', outcome: answer.choice === 'met' ? 'met' : 'not-met', evidence };
}

async function leave(context: StageContext, record: ExitCriteriaRecord): Promise<ExitCriteriaRecord> {
  await layOut(context, stage, new Map([['record.json', recordText(context, record)]]));
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

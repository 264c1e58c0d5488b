import { breakdownAnswerSchema } from '../../agent/answer.ts';
import { breakdownPrompt } from '../../brief/prompts/breakdown.ts';
import type { Failure } from '../../failure.ts';
import { ensureWorktree, removeWorktree } from '../../git/worktree.ts';
import { breakdownRecordSchema, recordVersion, type BreakdownRecord } from '../../result/records.ts';
import type { BreakdownNeed } from './breakdown-need.ts';
import { callRole } from '../loop/call-role.ts';
import { adoptMade } from '../adopt-made.ts';
import { json, layOut, phaseWorktreeName, reportFailure, worktreePath, type StageContext } from '../context.ts';
import { keepOfWhole } from '../keep-of-whole.ts';
import type { Decision } from '../decide/decision.ts';
import { transcripts } from '../loop/transcripts.ts';

const stage = 'breakdown';

/** Has the tasks of a phase proposed that has none. What is kept is a proposal: it counts when it is accepted. `lost` as in `Turn`. */
export async function runBreakdown(
  context: StageContext,
  decision: Decision,
  need: Extract<BreakdownNeed, { state: 'needed' }> & { readonly lost?: AbortSignal | undefined },
): Promise<BreakdownRecord> {
  const { host, repository } = context;
  const { key, guidance, lost } = need;
  const commit = decision.polished.commit;
  const nothingYet: BreakdownRecord = {
    version: recordVersion,
    stage,
    outcome: 'failed',
    key,
    tasks: [],
    summary: '',
    agentCalls: 0,
    usage: {},
    turns: [],
  };
  const made = await adoptMade(context, { stage, key, schema: breakdownRecordSchema });
  if (made?.failure) return await leave(context, { ...nothingYet, failure: made.failure });
  if (made) return made.record;
  context.emit({ type: 'stage-started', stage, detail: 'the phase has no tasks' });
  const path = await worktreePath(context, `${phaseWorktreeName(context.phase.phase)}-breakdown`);
  const worktree = await ensureWorktree(host, repository, path, commit);
  const mark = host.randomId().slice(0, 8);
  const outcome = await callRole(
    context,
    { stage, key, taskName: 'phase', lost },
    {
      role: 'reader',
      round: guidance.length + 1,
      attempt: 1,
      commit,
      nonce: mark,
      prompt: breakdownPrompt(decision.documents, guidance, mark),
      answer: breakdownAnswerSchema,
      worktree,
      progress: { sessions: {}, models: {} },
    },
  );
  const { turns, usage } = outcome;
  const asked = { ...nothingYet, agentCalls: turns.length, usage, turns: [...turns] };
  if (!outcome.ok) return await leave(context, { ...asked, failure: outcome.failure });
  const record: BreakdownRecord = { ...asked, outcome: 'done', ...outcome.answer };
  const artifacts = new Map([['record.json', json(record)], ...(await transcripts(context, { stage, key }))]);
  const kept = await keepOfWhole(context, { stage, key, work: commit, artifacts, record, schema: breakdownRecordSchema });
  await removeWorktree(host, repository, path);
  context.emit({ type: 'stage-finished', stage, outcome: 'done', detail: `${kept.tasks.length} tasks proposed` });
  return kept;
}

/** Lays out a proposal that nobody has accepted yet, with its question. */
export async function askAboutBreakdown(
  context: StageContext,
  { record, question }: Extract<BreakdownNeed, { state: 'asking' }>,
): Promise<void> {
  await layOut(context, stage, new Map([['record.json', json({ ...record, outcome: 'question', question })]]));
  context.emit({ type: 'question', stage, text: `${question.text} (${question.id})` });
}

async function leave(
  context: StageContext,
  record: BreakdownRecord & { readonly failure: Failure },
): Promise<BreakdownRecord> {
  await layOut(context, stage, new Map([['record.json', json(record)]]));
  reportFailure(context, stage, record.failure);
  return record;
}

import { fail } from '../../failure.ts';
import { ensureWorktree, removeWorktree } from '../../git/worktree.ts';
import { gatesRecordSchema, recordVersion, reviewRecordSchema, type GatesRecord } from '../../result/records.ts';
import {
  keep,
  layOut,
  phaseWorktreeName,
  recordText,
  reportFailure,
  requireRecord,
  reuse,
  worktreePath,
  type StageContext,
} from '../context.ts';
import { describeRed } from './describe-red.ts';
import { finalChange } from './final-change.ts';
import { judge } from './judge.ts';
import { gatesKey } from '../keys.ts';
import { provide } from '../provide.ts';

const stage = 'gates';

/** The first judgement of the final tree: in a worktree that holds nothing else, and never from a cache. */
export async function runGatesStage(context: StageContext): Promise<GatesRecord> {
  const { host, phase, repository } = context;
  const nothingYet: GatesRecord = { version: recordVersion, stage, outcome: 'failed', key: '' };
  const review = await requireRecord(context, 'review', reviewRecordSchema);
  if (!review.ok) return await leave(context, { ...nothingYet, failure: review.failure });
  const commit = review.value.handOff!;
  const key = gatesKey(phase, commit);
  const known = await reuse(context, { stage, key, schema: gatesRecordSchema });
  if (known) return known;

  context.emit({ type: 'stage-started', stage });
  // From nothing: what an earlier judgement left in ignored folders must not speak for this one.
  await removeWorktree(host, repository, await proofWorktree(context));
  const worktree = await ensureWorktree(host, repository, await proofWorktree(context), commit);
  const provided = await provide(context, stage, worktree, commit);
  if (!provided.ok) return await leave(context, { ...nothingYet, key, failure: provided.failure });
  const change = await finalChange(context, review.value.allowed);
  const asked = { stage, cache: stage, since: phase.base, change };
  const verdict = await judge(context, { ...asked, worktree, commit, fresh: true });
  if (!verdict.green) {
    const { failure } = fail('gates-red', describeRed(verdict, 'The gates are red on the tree that was reviewed.'));
    return await leave(context, { ...nothingYet, key, verdict, failure });
  }
  const record: GatesRecord = { ...nothingYet, outcome: 'done', key, verdict };
  await keep(context, { stage, key, work: commit, artifacts: new Map([['record.json', recordText(context, record)]]) });
  context.emit({
    type: 'stage-finished',
    stage,
    outcome: 'done',
    detail: `${verdict.gates.length} green on ${verdict.tree.slice(0, 10)}`,
  });
  return record;
}

/** Where the final tree is judged and its criteria are proven; removed by the last of the two. */
export async function proofWorktree(context: StageContext): Promise<string> {
  return await worktreePath(context, `${phaseWorktreeName(context.phase.phase)}-proof`);
}

async function leave(context: StageContext, record: GatesRecord): Promise<GatesRecord> {
  await layOut(context, stage, new Map([['record.json', recordText(context, record)]]));
  if (record.failure) reportFailure(context, stage, record.failure);
  return record;
}

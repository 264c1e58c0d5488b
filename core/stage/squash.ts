import { fail, type Failure } from '../failure.ts';
import { treeOf } from '../git/commit.ts';
import { ensureWorktree, removeWorktree } from '../git/worktree.ts';
import {
  recordVersion,
  squashRecordSchema,
  taskRecordSchema,
  type SquashRecord,
  type TaskRecord,
  type Verdict,
} from '../result/records.ts';
import { adoptMade } from './adopt-made.ts';
import { combineTasks } from './task/combine-tasks.ts';
import { settleDeletions } from './task/deletions.ts';
import { endingOfApart } from './task/conflict-question.ts';
import {
  layOut,
  phaseWorktreeName,
  recordText,
  reportFailure,
  requireRecord,
  reuse,
  worktreePath,
  type StageContext,
} from './context.ts';
import { describeRed } from './gates/describe-red.ts';
import { finalChange } from './gates/final-change.ts';
import { judge } from './gates/judge.ts';
import { keepOfWhole } from './keep-of-whole.ts';
import { squashKey } from './keys.ts';
import { provide } from './provide.ts';

const stage = 'squash';

/**
 * One commit per task in plan order. Its last tree was judged already where a task was approved on exactly that tree;
 * otherwise no gate has seen it, and the gates run on it here.
 */
export async function runSquash(context: StageContext): Promise<SquashRecord> {
  const nothingYet: SquashRecord = { version: recordVersion, stage, outcome: 'failed', key: '', commits: [] };
  const tasks: TaskRecord[] = [];
  for (const task of context.phase.tasks) {
    const record = await requireRecord(context, `task-${task.slug}`, taskRecordSchema);
    if (!record.ok) return await leave(context, { ...nothingYet, failure: record.failure });
    tasks.push(record.value);
  }
  const key = squashKey(context.phase, tasks);
  const known = await reuse(context, { stage, key, schema: squashRecordSchema });
  if (known) return known;
  const made = await adoptMade(context, { stage, key, schema: squashRecordSchema });
  if (made?.failure) return await leave(context, { ...nothingYet, key, failure: made.failure });
  if (made) return made.record;

  context.emit({ type: 'stage-started', stage });
  const deletions = await settleDeletions(context, stage, tasks);
  if (deletions.how === 'given-up') return await leave(context, { ...nothingYet, key, failure: deletions.failure });
  if (deletions.how === 'asked')
    return await leave(context, { ...nothingYet, key, outcome: 'question', questions: [...deletions.questions] });
  const combined = await combineTasks(context, deletions.tasks);
  const merges = combined.merges.length > 0 ? { merges: [...combined.merges] } : {};
  if (!combined.ok) {
    const ended = await endingOfApart(context, stage, combined);
    return await leave(context, { ...nothingYet, key, ...merges, ...ended });
  }
  const { commit } = combined;
  const tree = await treeOf(context.repository.git, commit);
  const squashed = { ...nothingYet, key, ...merges, commits: [...combined.commits], commit, tree };

  // A task that began elsewhere was judged with what differs from there, not with all that the phase changes.
  const provenBy = tasks.find((record) => record.tree === tree && record.start === context.phase.polished)?.id;
  if (provenBy !== undefined) return await done(context, { ...squashed, outcome: 'done', provenBy });
  const verdict = await judgeAlone(context, commit);
  if ('reason' in verdict) return await leave(context, { ...squashed, failure: verdict });
  if (!verdict.green) {
    const { failure } = fail(
      'gates-red',
      describeRed(verdict, 'The gates are red on the combination of the tasks, though each task alone was green.'),
    );
    return await leave(context, { ...squashed, verdict, failure });
  }
  return await done(context, { ...squashed, outcome: 'done', verdict });
}

async function judgeAlone(context: StageContext, commit: string): Promise<Verdict | Failure> {
  const { host, repository, phase } = context;
  const path = await worktreePath(context, `${phaseWorktreeName(phase.phase)}-squash`);
  const worktree = await ensureWorktree(host, repository, path, commit);
  const provided = await provide(context, stage, worktree, commit);
  if (!provided.ok) return provided.failure;
  // The review judges the same commit next, as a change of its own: Nx may replay there what has run here.
  const asked = { stage, cache: 'review', since: phase.base, change: await finalChange(context) };
  const verdict = await judge(context, { ...asked, worktree, commit, fresh: false });
  await removeWorktree(host, repository, path);
  return verdict;
}

async function done(context: StageContext, record: SquashRecord): Promise<SquashRecord> {
  const kept = await keepOfWhole(context, {
    stage,
    key: record.key,
    work: record.commit!,
    artifacts: new Map([['record.json', recordText(context, record)]]),
    record,
    schema: squashRecordSchema,
  });
  const proof =
    kept.provenBy === undefined
      ? 'gates green on the combined tree'
      : `same tree as the approved task ${kept.provenBy}`;
  context.emit({
    type: 'stage-finished',
    stage,
    outcome: 'done',
    detail: `${kept.commits.length} commits, ${proof}`,
  });
  return kept;
}

async function leave(context: StageContext, record: SquashRecord): Promise<SquashRecord> {
  await layOut(context, stage, new Map([['record.json', recordText(context, record)]]));
  const questions = [...(record.question ? [record.question] : []), ...(record.questions ?? [])];
  for (const { text, id } of questions) context.emit({ type: 'question', stage, text: `${text} (${id})` });
  if (record.failure) reportFailure(context, stage, record.failure);
  return record;
}

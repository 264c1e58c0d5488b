import { mergeBrief } from '../../brief/merge-brief.ts';
import { mergerPrompt } from '../../brief/prompts/merger.ts';
import { mayChange } from '../../brief/may-change.ts';
import type { HeldClaim } from '../../claim/held-claim.ts';
import { fail } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import { markedConflicts } from '../../git/conflict-markers.ts';
import { pathsAt } from '../../git/repository.ts';
import { removeWorktree } from '../../git/worktree.ts';
import { recordVersion, type MergeRecord, type Verdict } from '../../result/records.ts';
import { drive, replay, startOf } from '../../workflow/drive.ts';
import { honestyRecord } from '../../workflow/flags.ts';
import type { State } from '../../workflow/state.ts';
import { merging } from '../../workflow/workflow.ts';
import { json, layOut, phaseWorktreeName, recordText, worktreePath, type StageContext } from '../context.ts';
import { judge } from '../gates/judge.ts';
import { withAllowed } from '../gates/known-verdicts.ts';
import { loopEffects } from '../loop/loop-effects.ts';
import { leaveLoop } from '../loop/leave-loop.ts';
import { openLoopJournal } from '../loop/loop-journal.ts';
import type { LoopWork } from '../loop/loop-work.ts';
import { takeUpLoop } from '../loop/take-up-loop.ts';
import { transcripts } from '../loop/transcripts.ts';
import { whileOurs } from '../loop/while-ours.ts';
import { reviewChange } from '../review/review-change.ts';
import { isNormOf } from '../specs/protected-paths.ts';
import { keepMerge } from './keep-merge.ts';
import type { ConflictedMerge, Resolved } from './resolve-conflicts.ts';

/**
 * The loop that resolves the conflicts of a merge: its one turn, its gates and its review, from where it was, be it on
 * another machine. One that ends without a resolution is left for the others, with the end of the claim. Undefined where
 * somebody else has the claim by now.
 */
export async function runMerge(
  context: StageContext,
  merge: ConflictedMerge,
  about: { readonly key: string; readonly claim: HeldClaim; readonly lost: AbortSignal },
): Promise<Resolved | undefined> {
  const { host, repository, emit } = context;
  const { stage, merged } = merge;
  const { key, claim, lost } = about;
  const workflow = merging();
  const name = `The merge of ${merged.conflicts.join(', ')}`;
  const taken = await takeUpLoop(context, { stage, key, name, workflow, start: merge.commit });
  if (!taken.ok)
    return taken.outcome === 'question'
      ? { how: 'asking', question: taken.question }
      : { how: 'failed', failure: taken.failure };
  emit({ type: 'stage-started', stage, detail: merged.conflicts.join(', ') });
  const journal = await openLoopJournal(context, { stage, key, workflow, start: merge.commit });
  if (!journal.ok) return { how: 'failed', failure: journal.failure };
  const start = startOf(journal.value) ?? merge.commit;
  const work = { ...mergeWork(context, { ...merge, commit: start }, key), lost };
  const whyNot = () =>
    lost.aborted ? fail('claimed', 'The claim on the merge was taken over meanwhile.').failure : undefined;
  // There is one try: what it leaves open is asked about by whoever needs the merge.
  const effects = { ...whileOurs(loopEffects(context, work), whyNot), answerTo: async () => undefined };
  const loop = { stage, workflow, start, journal: journal.value };
  const before = replay(loop).state;
  const state = await (isUntouched(before) ? Promise.resolve(before) : drive({ ...loop, effects })).finally(
    async () => await journal.value.close(),
  );
  const record = recordOf(merge, key, state);
  if (state.at !== 'approved' && lost.aborted) return undefined;
  if (state.at !== 'approved') {
    await layOut(context, stage, new Map([['record.json', json(record)]]));
    const ended = endingOf(state, record);
    const left = ended.how === 'failed' ? { ...record, failure: ended.failure } : record;
    const standing = { stage, key, work: state.progress.commit, record: left, journal: journal.value };
    await leaveLoop(context, claim, standing);
    const detail = ended.how === 'unresolved' ? ended.why[0]! : ended.failure.message;
    emit({ type: 'stage-finished', stage, outcome: 'failed', detail });
    return ended;
  }
  const { commit } = state.progress;
  const done: MergeRecord = { ...record, outcome: 'done', commit, tree: await treeOf(repository.git, commit) };
  const artifacts = new Map([
    ['record.json', recordText(context, done)],
    ['journal.jsonl', journal.value.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')],
    ...(await transcripts(context, { stage, key })),
  ]);
  const kept = await keepMerge(context, claim, { record: done, artifacts });
  if (kept.how === 'lost') return undefined;
  if (kept.how === 'failed') return kept;
  await removeWorktree(host, repository, await worktreePath(context, work.worktree));
  emit({ type: 'stage-finished', stage, outcome: 'done', detail: merged.conflicts.join(', ') });
  return { how: 'resolved', tree: done.tree!, record: done };
}

function mergeWork(context: StageContext, merge: ConflictedMerge, key: string): LoopWork {
  const { phase } = context;
  const { stage, sides, commit: start, merged, change } = merge;
  const brief = mergeBrief(sides, {
    stage,
    plan: phase.plan.path,
    phase: { id: phase.phase.id, title: phase.phase.title },
    paths: merged.conflicts,
    gates: phase.options.gates.map(({ name }) => name),
  });
  const named = sides.flatMap(({ briefs }) => briefs.flatMap(({ files }) => files));
  return {
    stage,
    key,
    worktree: `${phaseWorktreeName(phase.phase)}-${stage}`,
    workflow: merging(),
    taskName: stage,
    start,
    scope: { files: [], isProtected: (path) => !merged.conflicts.includes(path) },
    honest: {
      since: `${start}^1`,
      only: merged.conflicts,
      mayChange: (path) => mayChange(named, path),
      isPutOff: () => false,
      gates: brief.gates,
      except: ['cosmetic-change'],
    },
    isSpec: isNormOf(brief),
    message: () => `WIP: ${brief.title}\n`,
    prompt: (because, mark) => mergerPrompt(brief, because, mark),
    judge: async (worktree, commit, progress) => {
      const trouble = await troubleIn(context, merge, commit);
      if (trouble !== undefined) return await refused(context, commit, trouble);
      const asked = { stage, cache: stage, since: phase.base, worktree, commit, fresh: false };
      return await judge(context, change ? { ...asked, change: withAllowed(change, progress) } : asked);
    },
    review: reviewChange(context, { brief, start }),
  };
}

async function troubleIn(
  { repository: { git } }: StageContext,
  { merged }: ConflictedMerge,
  commit: string,
): Promise<string | undefined> {
  const marked = await markedConflicts(git, merged, commit);
  if (marked.length > 0) return `Conflict markers are left in ${marked.join(', ')}.`;
  const there = new Set(await pathsAt(git, commit, ''));
  const gone = merged.conflicts.filter((path) => !there.has(path));
  return gone.length > 0 ? `Deleted in place of being merged: ${gone.join(', ')}.` : undefined;
}

async function refused({ repository }: StageContext, commit: string, trouble: string): Promise<Verdict> {
  const tree = await treeOf(repository.git, commit);
  return { commit, tree, green: false, gates: [], changedFiles: [], trouble };
}

/** What the one try has come to, where it was not approved. */
function endingOf(
  state: Exclude<State, { at: 'approved' }>,
  record: MergeRecord,
): Extract<Resolved, { how: 'unresolved' | 'failed' }> {
  switch (state.at) {
    case 'asking':
      return {
        how: 'unresolved',
        why: [`An agent has tried. ${state.question.text}`, ...new Set(state.question.context)],
        record,
      };
    case 'stopped':
      if (isUntouched(state)) return { how: 'unresolved', why: ['An agent has tried, and changed nothing.'], record };
      return { how: 'failed', failure: state.failure, record };
    case 'abandoned':
    case 'running':
      throw new Error(`Internal error: a merge ended while it was ${state.at}`);
  }
}

/** An agent that says it is done and has changed nothing has had its try. */
function isUntouched(state: State): boolean {
  return state.at === 'stopped' && state.failure.reason === 'no-change';
}

function recordOf({ stage, sides, merged }: ConflictedMerge, key: string, { at, progress }: State): MergeRecord {
  const { round, agentCalls, usage, turns, settled, deviations, verdict } = progress;
  return {
    version: recordVersion,
    stage,
    outcome: at === 'asking' ? 'question' : 'failed',
    key,
    sides: [sides[0].name, sides[1].name],
    paths: [...merged.conflicts],
    rounds: round,
    agentCalls,
    usage,
    turns: [...turns],
    gates: [...(verdict?.gates ?? [])],
    findings: [...settled],
    deviations: [...deviations],
    ...honestyRecord(progress),
  };
}

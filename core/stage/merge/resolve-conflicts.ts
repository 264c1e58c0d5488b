import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { MergeSide } from '../../brief/merge-brief.ts';
import type { HeldClaim } from '../../claim/held-claim.ts';
import type { Failure } from '../../failure.ts';
import { fail } from '../../failure.ts';
import { holding } from '../../gate/resource.ts';
import { treeOf } from '../../git/commit.ts';
import { markedConflicts } from '../../git/conflict-markers.ts';
import type { Merged } from '../../git/merge-tree.ts';
import { takeFiles } from '../../git/take-files.ts';
import { mergeRecordSchema, type MergeRecord } from '../../result/records.ts';
import { outsideScope } from '../../review/scope.ts';
import type { Question } from '../../workflow/question.ts';
import { adoptMade } from '../adopt-made.ts';
import { reuse, type StageContext } from '../context.ts';
import type { Change } from '../gates/known-verdicts.ts';
import { mergeKey } from '../keys.ts';
import { isSpecOrPlan } from '../specs/protected-paths.ts';
import { isClaimedHere, underMergeClaim } from './merge-claim.ts';
import { runMerge } from './run-merge.ts';

/** Two pieces of work that git cannot bring together. */
export interface ConflictedMerge {
  /** `merge-1.2`, `merge-main`: names its loop. */
  readonly stage: string;
  readonly sides: readonly [MergeSide, MergeSide];
  /** A merge commit of both, with markers in it. */
  readonly commit: string;
  readonly merged: Merged;
  /** What its gates are told of the change, beside what it is judged by. */
  readonly change?: Change;
}

/** `unresolved`: a person has to say, and this is why. `failed`: nothing is known yet, and a run again goes on. */
export type Resolved =
  | { readonly how: 'resolved'; readonly tree: string; readonly record: MergeRecord }
  | { readonly how: 'unresolved'; readonly why: readonly string[]; readonly record?: MergeRecord }
  | { readonly how: 'failed'; readonly failure: Failure; readonly record?: MergeRecord }
  /** It has failed on another machine, and a person says whether it is to be tried again here. */
  | { readonly how: 'asking'; readonly question: Question };

/**
 * Has an agent resolve the conflicts of a merge, once, and all gates and a reviewer judge what comes of it. The same
 * conflict is resolved once for all that meet it, on this machine and on others, also where the sides differ elsewhere. What
 * no agent may decide or git cannot mark is for a person at once.
 */
export async function resolveConflicts(context: StageContext, merge: ConflictedMerge): Promise<Resolved> {
  const { host, phase, emit } = context;
  const { stage, merged } = merge;
  const key = mergeKey(phase, merged.stages);
  const known = await reuse(context, { stage, key, schema: mergeRecordSchema });
  if (known && !(await isClaimedHere(context, stage))) return await applied(context, merge, known);
  const why = await whyNobody(context, merge);
  if (why.length > 0) return { how: 'unresolved', why };
  const resource = `merge-${createHash('sha256').update(phase.state).digest('hex').slice(0, 12)}`;
  const note = (text: string): void => emit({ type: 'note', stage, text });
  const meanwhile = async (): Promise<Resolved | undefined> => {
    const made = await adoptMade(context, { stage, key, schema: mergeRecordSchema });
    if (made?.failure) return { how: 'failed', failure: made.failure };
    return made && (await applied(context, merge, made.record));
  };
  const act = async (claim: HeldClaim, lost: AbortSignal): Promise<Resolved | undefined> => {
    const ended = await runMerge(context, merge, { key, claim, lost });
    return ended?.how === 'resolved' ? await applied(context, merge, ended.record) : ended;
  };
  const resolved = await holding(host, resource, { for: stage, note }, async (): Promise<Resolved> => {
    const done = await underMergeClaim(context, { stage, key }, { known: meanwhile, act });
    return done.ok ? done.value : { how: 'failed', failure: done.failure };
  });
  const stopped = fail('stopped', `The run was stopped while it waited to resolve ${merged.conflicts.join(', ')}.`);
  return resolved ?? { how: 'failed', failure: stopped.failure };
}

/** What was resolved in place of the conflicts; all else is as git has merged it. */
async function applied(
  { host, phase, repository }: StageContext,
  { commit, merged }: ConflictedMerge,
  record: MergeRecord,
): Promise<Resolved> {
  const { git } = repository;
  const made = await takeFiles(host, git, {
    commit: merged.tree,
    from: record.commit!,
    paths: merged.conflicts,
    parent: commit,
    scratch: join(phase.state, 'scratch'),
  });
  return { how: 'resolved', tree: await treeOf(git, made), record };
}

async function whyNobody({ repository, phase }: StageContext, { merged }: ConflictedMerge): Promise<string[]> {
  const { conflicts, tree } = merged;
  const isProtected = isSpecOrPlan(phase.plan.path, phase.options.backlog);
  const forbidden = outsideScope(conflicts, { files: [...conflicts], isProtected });
  const marked = new Set(await markedConflicts(repository.git, merged, tree));
  const unmarked = conflicts.filter((path) => !marked.has(path));
  return [
    ...(forbidden.length > 0 ? [`No agent was asked: none may change ${forbidden.join(', ')}.`] : []),
    ...(unmarked.length > 0
      ? [`No agent was asked: one side has deleted, moved or replaced ${unmarked.join(', ')}, or it is no text.`]
      : []),
  ];
}

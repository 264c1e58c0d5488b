import { fail, type Failure } from '../../failure.ts';
import type { LandRecord } from '../../result/records.ts';
import type { StageContext } from '../context.ts';
import { phaseAt } from '../specs/plan-at.ts';
import { doneOnMain } from './done-on-main.ts';
import { judgeWithMain } from './judge-with-main.ts';
import type { Beside } from './land-on-branch.ts';
import { askWhileOpen } from './land-question.ts';
import { makeLandable } from './landable.ts';
import { withHooks, type Landable, type Landing } from './landing.ts';
import { includes } from './mainline.ts';
import { layOutMerge, mergeBoth, mergeCommit } from './merge-with-main.ts';
import { notReviewed } from './not-reviewed.ts';
import { planDifferences, type PlanDifferences } from './plan-differences.ts';
import { resolveWithMain } from './resolve-with-main.ts';

/** Where main is now. */
export interface At {
  readonly name: string;
  readonly at: string;
}

/** `ready`: main can be moved there. `branch`: the phase lands beside it. `open`: nothing is moved. */
export type Ready =
  | ({ readonly how: 'ready'; readonly combined?: LandRecord } & Landable)
  | ({ readonly how: 'branch' } & Beside)
  | { readonly how: 'open'; readonly landing: Landing };

/**
 * The commit that main can be moved forward to: the finished phase itself, or a merge of both where main has moved. The
 * merge has what others have done as it is, and counts once its own tree is judged and the user's hooks let it pass.
 * Nobody has reviewed it but for conflicts that an agent has resolved: where both sides touched the same files or did some
 * of the same phase, or main touched a spec that the work was done to or its part of the plan, a person says whether that
 * needs no review. A merge in which the phase has tasks that nobody has done is no end of the phase.
 */
export async function combineWithMain(context: StageContext, work: Landable, main: At): Promise<Ready> {
  const { git } = context.repository;
  const { commit, told } = work;
  if (await includes(git, commit, main.at)) return { how: 'ready', ...work };
  const merged = await mergeBoth(context, commit, main.at);
  const { conflicts } = merged;
  const marked = await mergeCommit(context, { tree: merged.tree, main, commit });
  const resolved = conflicts.length > 0 ? await resolveWithMain(context, { merged, marked, main, commit }) : undefined;
  if (resolved?.how === 'failed') return { how: 'branch', failure: resolved.failure };
  if (resolved?.how === 'asking') {
    const { question } = resolved;
    context.emit({ type: 'question', stage: question.stage, text: `${question.text} (${question.id})` });
    return { how: 'open', landing: { questions: [question] } };
  }
  const isOpen = resolved?.how === 'unresolved';
  const merge = resolved?.how === 'resolved' ? await mergeCommit(context, { ...resolved, main, commit }) : marked;
  const plan = isOpen ? nothingDiffers : await planDifferencesIn(context, commit, merge);
  if (plan.open.length > 0) return { how: 'branch', ...openTasks(context, main, plan.open) };
  const shared = isOpen
    ? [...conflicts, ...resolved.why]
    : await notReviewed(context, { main: main.at, commit, merge, resolved: conflicts });
  const inPlan = [...plan.changed, ...(await doneOnMain(context, commit, main))];
  const clash = [...shared, ...inPlan.map((what) => `${context.phase.plan.path}: ${what}`)];
  if (clash.length > 0) {
    const kind = isOpen ? 'conflict' : 'overlap';
    const show = async (): Promise<string> => await layOutMerge(context, merge, main.at);
    const asked = await askWhileOpen(context, { kind, main, commit, paths: clash, show });
    if (asked.how === 'branch') return asked;
    const unresolved = isOpen && resolved.record ? { merge: resolved.record } : {};
    if (asked.how === 'open') return { how: 'open', landing: { ...asked.landing, ...unresolved } };
  }
  const judged = await judgeWithMain(context, { merge, main: main.at, record: resolved?.record });
  if (judged.how !== 'judged') return judged;
  const landable = await makeLandable(context, { onto: main.at, commit: merge, commits: [merge] });
  if (!landable.ok) {
    const { hooks: more, ...landing } = landable.landing;
    return { how: 'open', landing: withHooks({ ...landing, ...(told.hooks ? { hooks: told.hooks } : {}) }, more) };
  }
  const { commits = [], hooks } = landable.value.told;
  const all = [...(told.commits ?? []), ...commits];
  const toldBoth = withHooks(told, hooks);
  return {
    how: 'ready',
    ...landable.value,
    told: all.length > 0 ? { ...toldBoth, commits: all } : toldBoth,
    combined: judged.record,
  };
}

const nothingDiffers: PlanDifferences = { open: [], changed: [] };

/** A merge without the plan, or without the phase in it, is refused by who judges it. */
async function planDifferencesIn(context: StageContext, commit: string, merge: string): Promise<PlanDifferences> {
  const { phase, repository } = context;
  const [before, after] = await Promise.all(
    [commit, merge].map(async (at) => await phaseAt(repository.git, at, phase.plan.path, phase.phase.id)),
  );
  return before?.ok && after?.ok ? planDifferences(before.value, after.value) : nothingDiffers;
}

function openTasks({ phase }: StageContext, main: At, open: readonly string[]): { failure: Failure } {
  const { id } = phase.phase;
  return fail(
    'land',
    `Unexpected open tasks of phase ${id} on ${main.name}, expected none but those that were done: ${open.join(', ')}. To land there would close the phase with them. Move them to another phase on ${main.name} and run again, or run with --rebase to do the phase anew on what main is now.`,
  );
}

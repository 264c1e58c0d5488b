import { fail, type Failure } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import { ensureWorktree, removeWorktree } from '../../git/worktree.ts';
import type { Git } from '../../git/git.ts';
import {
  landRecordSchema,
  recordVersion,
  type CriterionRecord,
  type LandRecord,
  type MergeRecord,
  type Verdict,
} from '../../result/records.ts';
import { json, keep, phaseWorktreeName, reuse, worktreePath, type StageContext } from '../context.ts';
import { exitCriteriaInput, questionFor, type ExitCriteriaInput } from '../prove/asked-criteria.ts';
import { proveAll } from '../prove/exit-criteria.ts';
import { describeRed } from '../gates/describe-red.ts';
import { judge } from '../gates/judge.ts';
import { landKey } from '../keys.ts';
import type { Landing } from './landing.ts';
import { provide } from '../provide.ts';

const stage = 'land';

/** `branch`: main cannot have it, so the phase lands beside it. `open`: a person has to say. */
export type JudgedWithMain =
  | { readonly how: 'judged'; readonly record: LandRecord }
  | { readonly how: 'branch'; readonly failure: Failure }
  | { readonly how: 'open'; readonly landing: Landing };

/** Gates, from nothing, and every exit criterion on a merge with main: as on the phase alone, and as strictly. */
export async function judgeWithMain(
  context: StageContext,
  about: { readonly merge: string; readonly main: string; readonly record?: MergeRecord | undefined },
): Promise<JudgedWithMain> {
  const { host, phase, repository, refs } = context;
  const { merge } = about;
  const asked = await exitCriteriaInput(repository.git, refs, phase, merge);
  if (!asked.ok) return beside(asked);
  if (asked.value.criteria.length === 0)
    return beside(fail('not-proven', `Main has left phase ${phase.phase.id} without an exit criterion.`));
  const key = landKey(phase, merge, asked.value.key);
  const known = await reuse(context, { stage, key, schema: landRecordSchema });
  if (known) return { how: 'judged', record: known };

  context.emit({ type: 'stage-started', stage });
  const path = await worktreePath(context, `${phaseWorktreeName(phase.phase)}-land`);
  // From nothing: what an earlier judgement left in ignored folders must not speak for this one.
  await removeWorktree(host, repository, path);
  const worktree = await ensureWorktree(host, repository, path, merge);
  const provided = await provide(context, stage, worktree, merge);
  if (!provided.ok) return beside(provided);
  const verdict = await judge(context, {
    stage,
    cache: stage,
    worktree,
    commit: merge,
    since: phase.base,
    fresh: true,
  });
  if (!verdict.green) return beside(red(verdict));
  const tree = await treeOf(repository.git, merge);
  const proven = await decided(context, { merge, tree, worktree, verdict, asked: asked.value });
  if (proven.how !== 'proven') return proven;
  const { criteria, outputs } = proven;
  const record: LandRecord = {
    version: recordVersion,
    stage,
    outcome: 'done',
    key,
    commit: merge,
    tree,
    main: about.main,
    ...(about.record && { merge: about.record }),
    verdict,
    criteria: [...criteria],
  };
  await keep(context, { stage, key, work: merge, artifacts: new Map([['record.json', json(record)], ...outputs]) });
  await removeWorktree(host, repository, path);
  const detail = `${verdict.gates.length} gates green and ${criteria.length} criteria met together with main`;
  context.emit({ type: 'stage-finished', stage, outcome: 'done', detail });
  return { how: 'judged', record };
}

interface Proven {
  readonly how: 'proven';
  readonly criteria: readonly CriterionRecord[];
  /** What commands have printed, by the name of its artifact. */
  readonly outputs: ReadonlyMap<string, string>;
}

async function decided(
  context: StageContext,
  about: { merge: string; tree: string; worktree: Git; verdict: Verdict; asked: ExitCriteriaInput },
): Promise<Proven | Exclude<JudgedWithMain, { how: 'judged' }>> {
  const { merge: commit, tree, worktree, verdict, asked } = about;
  // Nothing is kept of what a proof covers: the next landing is on another merge, and proves it anew.
  const at = { stage, commit, tree, worktree, verdict, projects: [] };
  const { proven: criteria, outputs } = await proveAll(context, asked, at);
  const notMet = criteria.filter((one) => one.outcome === 'not-met').map((one) => one.text);
  if (notMet.length > 0)
    return beside(fail('not-proven', `Not met together with what main has become: ${notMet.join(' · ')}.`));
  const undecided = criteria.filter((one) => one.outcome === 'undecided');
  if (undecided.length === 0) return { how: 'proven', criteria, outputs };
  const questions = undecided.map((one) => questionFor(one, verdict.tree));
  for (const { text, id } of questions) context.emit({ type: 'question', stage, text: `${text} (${id})` });
  return { how: 'open', landing: { questions } };
}

function red(verdict: Verdict): { failure: Failure } {
  const names = verdict.gates
    .filter((gate) => gate.outcome !== 'passed')
    .map((gate) => `${gate.project}:${gate.target} ${gate.outcome}\n${gate.output}`);
  const what = [describeRed(verdict, ''), ...names].filter(Boolean).join('\n');
  return fail(
    'gates-red',
    `The gates are green on the phase, and red together with what main has become meanwhile:\n${what}\n`,
  );
}

function beside({ failure }: { failure: Failure }): { how: 'branch'; failure: Failure } {
  return { how: 'branch', failure };
}

import { fail, type Failure } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import { changedPaths, ensureWorktree, removeWorktree } from '../../git/worktree.ts';
import { hooksRecordSchema, recordVersion, type HookRun, type HooksRecord } from '../../result/records.ts';
import { contained } from '../contained.ts';
import { json, keep, layOut, phaseWorktreeName, reuse, worktreePath, type StageContext } from '../context.ts';
import type { Hook } from './hooks-to-run.ts';
import { hooksKey } from '../keys.ts';
import { provide } from '../provide.ts';
import type { HookEnd } from './run-hook.ts';

/** What hooks are to judge, and how they are asked. */
export interface HookJudgement {
  readonly stage: HooksRecord['stage'];
  readonly hooks: readonly Hook[];
  /** What lands; its tree is what hooks see. */
  readonly commit: string;
  /** What it lands on; undefined where nothing is there yet. */
  readonly onto: string | undefined;
  /** Where HEAD is meanwhile. */
  readonly head: string;
  /** What else their word is about. */
  readonly identity: { readonly commits: readonly string[]; readonly remote?: string };
  /** Runs them, as far as none refuses. */
  ask(worktree: Git, tree: string): Promise<HooksSaid>;
}

export interface HooksSaid {
  readonly ran: readonly HookRun[];
  /** Messages as `commit-msg` has written them anew, by the commit. */
  readonly messages?: Readonly<Record<string, string>>;
  /** Why it may not land; absent when all hooks let it pass. */
  readonly failure?: Failure;
}

/**
 * Has hooks judge in a worktree of their own that holds exactly what lands, and nothing that another judgement has left.
 * What lands is what was reviewed: a hook that changes it has refused it. What hooks let pass they are not asked again.
 */
export async function judgeByHooks(context: StageContext, about: HookJudgement): Promise<HooksSaid> {
  const { host, phase, repository, emit } = context;
  const { stage, hooks, commit, onto } = about;
  const key = hooksKey(stage, hooks, { onto, ...about.identity });
  const known = await reuse(context, { stage, key, schema: hooksRecordSchema });
  if (known) return { ran: known.hooks, messages: known.messages };

  emit({ type: 'stage-started', stage });
  const tree = await treeOf(repository.git, commit);
  const path = await worktreePath(context, `${phaseWorktreeName(phase.phase)}-hooks`);
  await removeWorktree(host, repository, path);
  const worktree = await ensureWorktree(host, repository, path, commit);
  const said = await judge(context, about, { worktree, tree });
  const { ran, messages = {}, failure } = said;
  const record: HooksRecord = {
    version: recordVersion,
    stage,
    outcome: failure ? 'failed' : 'done',
    key,
    commit,
    tree,
    ...(onto === undefined ? {} : { onto }),
    hooks: [...ran],
    messages,
  };
  const artifacts = new Map([['record.json', json(record)]]);
  if (failure) await layOut(context, stage, artifacts);
  else {
    await keep(context, { stage, key, work: commit, artifacts });
    await removeWorktree(host, repository, path);
  }
  const detail = failure?.message ?? `${ran.map(({ hook }) => hook).join(', ')} let it pass`;
  emit({ type: 'stage-finished', stage, outcome: record.outcome, detail });
  return said;
}

async function judge(
  context: StageContext,
  about: HookJudgement,
  { worktree, tree }: { worktree: Git; tree: string },
): Promise<HooksSaid> {
  const { stage, commit, head } = about;
  const provided = await provide(context, stage, worktree, commit);
  if (!provided.ok) return { ran: [], failure: provided.failure };
  await putHead(worktree, head);
  const { value: said, trouble } = await contained(
    context,
    { stage, worktree: worktree.folder, mayMoveHead: true, what: 'hooks' },
    async () => await about.ask(worktree, tree),
  );
  if (trouble !== undefined) return { ...said, ...fail('land', trouble) };
  if (said.failure) return said;
  const changed = await changedIn(worktree, commit);
  if (changed.length === 0) return said;
  const names = said.ran.map(({ hook }) => hook).join(' or ');
  const what = `The hook ${names} changes what is to land: ${changed.join(', ')}. What lands is what was reviewed`;
  return { ...said, ...fail('land', `${what}. ${forAgents}`) };
}

/** By content, whatever the index says by now. */
async function changedIn(worktree: Git, commit: string): Promise<string[]> {
  const staged = await worktree.run(['write-tree']);
  if (!staged.ok) return ['the index'];
  const differ = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', commit, staged.stdout.trim()];
  const names = (await worktree.text(differ)).split('\0').filter(Boolean);
  await putHead(worktree, commit);
  return [...new Set([...names, ...(await changedPaths(worktree, commit))])];
}

/** Index and files stay. A branch that a hook has made HEAD is not moved. */
async function putHead(worktree: Git, commit: string): Promise<void> {
  await worktree.text(['update-ref', '--no-deref', 'HEAD', commit]);
}

/** The calls of one hook, as they are kept. */
export function hookRun({ name: hook, program, digest }: Hook, tree: string, calls: readonly HookEnd[]): HookRun {
  const last = calls.at(-1)!;
  return {
    hook,
    program,
    digest,
    tree,
    outcome: last.passed ? 'passed' : 'failed',
    calls: calls.length,
    ...(last.code === undefined ? {} : { code: last.code }),
    durationMs: calls.reduce((sum, call) => sum + call.durationMs, 0),
    output: last.passed ? '' : last.output,
  };
}

export function refused({ name, program }: Hook, what: string, { how, output, isStopped }: HookEnd): Failure {
  if (isStopped) return fail('stopped', `The hook ${name} was stopped with the run.`).failure;
  const words = output === '' ? '' : `\n${output}\n`;
  return fail('land', `The hook ${name} (${program}) refuses ${what}: ${how}.${words} ${forAgents}`).failure;
}

/** What to do about a hook that says no. */
const forAgents =
  'Mend that and run again. What a hook asks of the work a gate should ask as well: agents are told what gates say. Option "hooks" leaves a hook out.';

import { join } from 'node:path';
import { fail, ok, type Result } from '../../failure.ts';
import { messageOf, trailerLines } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import type { HookRun } from '../../result/records.ts';
import type { StageContext } from '../context.ts';
import { hooksToRun, type Hook } from './hooks-to-run.ts';
import { hookRun, judgeByHooks, refused, type HooksSaid } from './judge-by-hooks.ts';
import type { HooksTold } from './landing.ts';
import { runHook } from './run-hook.ts';

/** Commits of ours that are to land on another one. */
export interface Series {
  readonly onto: string;
  /** The last of them. */
  readonly commit: string;
  /** All of them, oldest first. */
  readonly commits: readonly string[];
}

export type CommitHooksSaid = Omit<HooksSaid, 'ran'> & { readonly told: HooksTold };

/**
 * Has `pre-commit` judge what lands as one change that is staged, and `commit-msg` the message of each commit. One that
 * writes a message anew is followed, as git does, as long as the trailers stay that later runs know a phase by.
 */
export async function judgeByCommitHooks(context: StageContext, series: Series): Promise<CommitHooksSaid> {
  const chosen = await hooksToRun(context, ['pre-commit', 'commit-msg']);
  if (!chosen.ok) return { told: { ran: [], leftOut: [] }, failure: chosen.failure };
  const { hooks, leftOut } = chosen.value;
  if (hooks.length === 0) return { told: { ran: [], leftOut } };
  const { ran, ...said } = await judgeByHooks(context, {
    stage: 'commit-hooks',
    hooks,
    commit: series.commit,
    onto: series.onto,
    head: series.onto,
    identity: { commits: series.commits },
    ask: async (worktree, tree) => await ask(context, hooks, { series, worktree, tree }),
  });
  return { ...said, told: { ran, leftOut } };
}

interface Place {
  readonly series: Series;
  readonly worktree: Git;
  readonly tree: string;
}

async function ask(context: StageContext, hooks: readonly Hook[], place: Place): Promise<HooksSaid> {
  const ran: HookRun[] = [];
  const messages: Record<string, string> = {};
  for (const hook of hooks) {
    const said = hook.name === 'pre-commit' ? await askOnce(context, hook, place) : await askEach(context, hook, place);
    ran.push(...said.ran);
    Object.assign(messages, said.messages);
    if (said.failure) return { ran, messages, failure: said.failure };
  }
  return { ran, messages };
}

async function askOnce(context: StageContext, hook: Hook, { series, worktree, tree }: Place): Promise<HooksSaid> {
  const { commit } = series;
  const env = await environment(worktree, commit);
  const end = await runHook(context, hook, { folder: worktree.folder, args: [], env });
  const ran = [hookRun(hook, tree, [end])];
  return end.passed ? { ran } : { ran, failure: refused(hook, 'what is to land', end) };
}

async function askEach(context: StageContext, hook: Hook, place: Place): Promise<HooksSaid> {
  const { series, worktree, tree } = place;
  const { host } = context;
  const file = join(await worktree.text(['rev-parse', '--path-format=absolute', '--git-dir']), 'COMMIT_EDITMSG');
  const messages: Record<string, string> = {};
  const ends = [];
  for (const commit of series.commits) {
    const message = await messageOf(worktree, commit);
    await host.files.write(file, message);
    const env = await environment(worktree, commit);
    const end = await runHook(context, hook, { folder: worktree.folder, args: [file], env });
    ends.push(end);
    const about = `the message of ${commit.slice(0, 10)}, “${message.split('\n')[0]}”`;
    if (!end.passed) return { ran: [hookRun(hook, tree, ends)], failure: refused(hook, about, end) };
    const left = (await host.files.read(file)) ?? '';
    if (left === message) continue;
    const followed = await follow(worktree, { hook, about, message, left });
    if (!followed.ok) return { ran: [hookRun(hook, tree, ends)], failure: followed.failure };
    messages[commit] = left;
  }
  return { ran: [hookRun(hook, tree, ends)], messages };
}

/** Later runs know a phase by the trailers of its commits. */
async function follow(
  git: Git,
  about: { hook: Hook; about: string; message: string; left: string },
): Promise<Result<void>> {
  const kept = new Set(await trailerLines(git, about.left));
  const lost = (await trailerLines(git, about.message)).filter((line) => !kept.has(line));
  if (lost.length === 0) return ok(undefined);
  const { name, program } = about.hook;
  return fail(
    'land',
    `The hook ${name} (${program}) takes ${lost.join(', ')} out of ${about.about}: later runs know the phase by its trailers. Let the hook keep them, and run again; or leave it out with option "hooks".`,
  );
}

/** What git tells a hook of a commit that is being made. */
async function environment(worktree: Git, commit: string): Promise<Record<string, string>> {
  const format = '--format=%an%x00%ae%x00@%ad';
  const [name = '', email = '', date = ''] = (await worktree.text(['show', '-s', '--date=raw', format, commit])).split(
    '\0',
  );
  return { GIT_EDITOR: ':', GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date };
}

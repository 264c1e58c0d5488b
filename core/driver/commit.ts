import { join, resolve } from 'node:path';
import { ok, type Result } from '../failure.ts';
import { changedBetween } from '../git/changed-between.ts';
import { treeOf } from '../git/commit.ts';
import { userSetting } from '../git/user-setting.ts';
import { whatMatters } from '../gate/what-matters.ts';
import type { Desk } from './desk.ts';
import { recordDone } from './done.ts';
import type { Trouble } from './judge.ts';
import { snapshot, withPathsOf } from './look.ts';

/**
 * Commits the paths of this commit and nothing else, with the plan's message, as the user would: with their name, their
 * hooks and their signature. Whatever else is edited or staged in the checkout stays as it is.
 */
export async function commitWork(desk: Desk): Promise<Result<object> | { readonly trouble: Trouble }> {
  const { git, store } = desk;
  const { work, loop } = store.standing;
  const final = loop.progress.commit;
  const paths = await changedBetween(git, work.start, final);
  if (paths.length === 0)
    return trouble('no-change', 'Commit failed: nothing has changed, so there is nothing to commit.');
  const wanted = await withPathsOf(desk, { snapshot: work.base, from: final, onto: work.base, paths, name: 'wanted' });
  const tree = await treeOf(git, wanted);
  const before = await headOf(desk);
  // A run that was killed may have committed; what it has made is known by what it is, not by what it says.
  const isMade = before !== work.base && (await isCommitOf(desk, before, tree));
  if (before !== work.base && !isMade)
    return trouble(
      'worktree',
      `Commit failed: HEAD is at ${before.slice(0, 10)}, expected ${work.base.slice(0, 10)}; somebody has committed or switched. ${takeBack(work.base)}`,
    );
  if (!isMade) {
    const failed = await commitPaths(desk, paths);
    if (failed !== undefined) return trouble('land', `Commit failed: ${failed}`);
  }
  const commit = await headOf(desk);
  if ((await treeOf(git, commit)) !== tree) {
    const changed = await changedBetween(git, wanted, commit);
    return trouble(
      'worktree',
      `Commit failed: a hook has changed ${changed.join(', ')} after it was judged, and ${commit.slice(0, 10)} holds what nobody has judged. ${takeBack(work.base)} Then run resume: what the hook has written is judged like the rest. A hook that formats changes nothing where --fmt-cmd is the same.`,
    );
  }
  await recordDone(git, work.plan, String(work.commit_id), commit);
  const now = await snapshot(desk, commit, 'look');
  const left = now.ok ? await changedBetween(git, commit, now.value) : [];
  await store.happened({ fact: 'committed', commit, files: paths, left });
  return ok({});
}

/** Undefined when it is done, else why not. */
async function commitPaths(desk: Desk, paths: readonly string[]): Promise<string | undefined> {
  const { git, repository, store } = desk;
  const named = paths.map((path) => `:(top,literal)${path}`);
  const added = await git.run(['add', '--', ...named]);
  if (!added.ok) return added.stderr.trim();
  const said = await userSetting(git, 'core.hooksPath', 'path');
  const hooks = said === undefined ? join(repository.commonFolder, 'hooks') : resolve(git.folder, said);
  const signs = (await userSetting(git, 'commit.gpgSign', 'bool')) === 'true';
  const settings = ['-c', `core.hooksPath=${hooks}`, '-c', `commit.gpgSign=${signs}`];
  const args = ['commit', '--quiet', '--only', '--cleanup=whitespace', '--file=-', '--', ...named];
  const input = store.standing.work.commit_message;
  // The real repository: it is the user's own commit, and their hooks look for it there.
  const made = await git.run([...settings, ...args], { input, asItIs: true, signing: true });
  return made.ok ? undefined : whatMatters(`${made.stdout}\n${made.stderr}`) || `git ended with ${made.code}`;
}

async function isCommitOf({ git, store }: Desk, commit: string, tree: string): Promise<boolean> {
  const parent = await git.run(['rev-parse', '--verify', '--quiet', `${commit}^`]);
  return parent.stdout.trim() === store.standing.work.base && (await treeOf(git, commit)) === tree;
}

function takeBack(base: string): string {
  return `Put HEAD back: git reset --soft ${base.slice(0, 10)} keeps the files.`;
}

async function headOf({ git }: Desk): Promise<string> {
  return await git.text(['rev-parse', '--verify', 'HEAD^{commit}']);
}

function trouble(reason: Trouble['reason'], text: string): { readonly trouble: Trouble } {
  return { trouble: { reason, text, log: '' } };
}

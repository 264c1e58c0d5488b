import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import { git, type Git } from './git.ts';
import { differing } from './differing.ts';
import { shellWord } from '../shell-word.ts';
import { isIntact, standIn, standInContent } from './stand-in.ts';

/** A repository that phases can run in, and the commit that its user's checkout is at. */
export interface Repository {
  readonly git: Git;
  /** The checkout that was asked about, absolute; `git` works there. */
  readonly root: string;
  /** What all worktrees share, absolute. */
  readonly commonFolder: string;
  /** What `git` reads in place of that folder. */
  readonly standIn: string;
  /** Keys of the configuration that `git` does not go by, because they came while an agent worked. */
  readonly distrusted: readonly string[];
  readonly head: string;
}

/** `git merge-tree --write-tree` came with 2.38. */
const oldest = [2, 38] as const;

/**
 * Looks at the repository around `folder` and refuses what cannot work, before anything is touched. A stage goes by the
 * stand-in that its phase was bound with; without one it is made now.
 */
export async function openRepository(host: Host, folder: string, bound?: string): Promise<Result<Repository>> {
  const here = git(host, folder);
  const version = await here.run(['version']);
  if (!version.ok)
    return fail(
      'git-too-old',
      `Unexpected absence of git on PATH, expected git ${oldest.join('.')} or newer, install it.`,
    );
  const found = /(\d+)\.(\d+)/.exec(version.stdout);
  const [major, minor] = [Number(found?.[1]), Number(found?.[2])];
  if (!(major > oldest[0] || (major === oldest[0] && minor >= oldest[1]))) {
    return fail(
      'git-too-old',
      `Unexpected git ${found?.[0]}, expected ${oldest.join('.')} or newer: results are combined with \`git merge-tree --write-tree\`.`,
    );
  }
  const where = await here.run(['rev-parse', '--path-format=absolute', '--show-toplevel', '--git-common-dir']);
  const [root, commonFolder] = where.stdout.split('\n');
  if (!where.ok || !root || !commonFolder) {
    if ((await here.run(['rev-parse', '--is-bare-repository'])).stdout.trim() === 'true')
      return fail(
        'no-repository',
        `Unexpected bare repository, which has no checkout: ${folder}. A phase is started in a clone of it: git clone ${shellWord(folder)}.`,
      );
    return fail(
      'no-repository',
      `Unexpected folder without a git checkout: ${folder}. Results are commits, so run \`git init\` and commit the plan first.`,
    );
  }
  const head = await here.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (!head.ok)
    return fail(
      'empty-repository',
      `Unexpected repository without a commit: ${root}. Commit the plan and the workspace first.`,
    );
  if (bound !== undefined && !isIntact(await standInContent(host, bound), bound, commonFolder))
    return fail(
      'agent-violation',
      `Unexpected content of ${bound}, which our git goes by: it is not what its name says. Somebody has changed it while agents were at work; run again.`,
    );
  if (bound === undefined) {
    const writable = await refuseReadOnly(host, [
      host.stateFolder,
      ...['objects', 'refs'].map((name) => join(commonFolder, name)),
    ]);
    if (!writable.ok) return writable;
  }
  const made =
    bound === undefined ? await standIn(host, here.in(root), commonFolder) : { folder: bound, distrusted: [] };
  const about = { root, commonFolder, standIn: made.folder, distrusted: made.distrusted, head: head.stdout.trim() };
  return ok({ ...about, git: here.in(root).by(made.folder) });
}

/** Refuses places in which a run has to write and this user may not. Absolute paths; they need not be there yet. */
export async function refuseReadOnly(host: Host, paths: readonly string[]): Promise<Result<'writable'>> {
  for (const path of paths) {
    if (await host.files.mayWrite(path)) continue;
    const wayOut = path === host.stateFolder ? ', or name another folder in PHASEWRIGHT_STATE' : '';
    return fail(
      'read-only',
      `Unexpected place that this user may not write to: ${path}. Nothing was begun. Make it writable${wayOut}, then run the same command again.`,
    );
  }
  return ok('writable');
}

/** Which of these paths of the checkout, or what lies below them, differ from HEAD? */
export async function uncommitted(repository: Repository, paths: readonly string[]): Promise<string[]> {
  return await differing(repository.git, paths);
}

/** The text of a file at a commit; undefined when it is not there. */
export async function fileAt(repository: Git, commit: string, path: string): Promise<string | undefined> {
  const shown = await repository.run(['cat-file', 'blob', `${commit}:${path}`]);
  return shown.ok ? shown.stdout : undefined;
}

/** Paths below `folder` at a commit; all paths for the empty folder. */
export async function pathsAt(repository: Git, commit: string, folder: string): Promise<string[]> {
  const listing = await repository.text([
    'ls-tree',
    '-r',
    '-z',
    '--name-only',
    '--full-tree',
    commit,
    ...(folder ? ['--', `${folder}/`] : []),
  ]);
  return listing.split('\0').filter((path) => path !== '');
}

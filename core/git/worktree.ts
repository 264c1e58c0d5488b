import { createHash } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import type { Host } from '../host/host.ts';
import { differing } from './differing.ts';
import type { Git } from './git.ts';
import type { Repository } from './repository.ts';
import { keptFolders, removeMisplaced } from './special-files.ts';

/** What never becomes part of a commit of ours, whether the project ignores it or not. */
export const workPaths = ['.', ...keptFolders.map((name) => `:(exclude,glob)**/${name}/**`)];

/** Beside a worktree of ours lies a file that says whose it is; a folder without one is somebody else's. */
const markEnding = '.phasewright';

/**
 * The path of a worktree for `owner`: the usual one, unless something lies there that is not this owner's. Somebody may
 * have a worktree of that name, with work in it.
 */
export async function ownPath(host: Host, usual: string, owner: string): Promise<string> {
  const hash = createHash('sha256').update(owner).digest('hex').slice(0, 6);
  for (const path of [usual, `${usual}-${hash}`]) {
    const mark = await host.files.read(path + markEnding);
    if (mark === owner) return path;
    if (mark !== undefined || (await host.files.exists(path))) continue;
    await hideFromCheckout(host, dirname(path));
    await host.files.write(path + markEnding, owner);
    return path;
  }
  throw new Error(`Internal error: ${usual} and ${usual}-${hash} are both somebody else's. Move one of them away.`);
}

/** Whether a worktree is one of ours, of whatever phase. */
export async function isMarked(host: Host, path: string): Promise<boolean> {
  return await host.files.exists(path + markEnding);
}

/** The worktrees below a folder that are ours, and whose they are. They may be gone. */
export async function markedWorktrees(host: Host, folder: string): Promise<{ path: string; owner: string }[]> {
  const marks = (await host.files.list(folder)).filter(
    ({ name, kind }) => kind === 'file' && name.endsWith(markEnding),
  );
  return await Promise.all(
    marks.map(async ({ name }) => ({
      path: join(folder, name.slice(0, -markEnding.length)),
      owner: (await host.files.read(join(folder, name))) ?? '',
    })),
  );
}

/**
 * A worktree at `path` that holds exactly `commit`, detached. Whatever state it was left in: deleted by hand, half made
 * by a process that was killed, or with the edits of an agent that was. Only for paths that `ownPath` gave.
 */
export async function ensureWorktree(host: Host, repository: Repository, path: string, commit: string): Promise<Git> {
  const worktree = repository.git.in(path);
  await hideFromCheckout(host, dirname(path));
  if (!(await isWhole(host, repository, worktree))) {
    await removeRecords(host, repository, path);
    // Git removes the folder of all records with the last of them, and makes it anew, but not behind a link.
    await host.files.makeFolder(join(repository.commonFolder, 'worktrees'));
    await addWorktree(host, repository, path, commit);
    await belongTo(host, repository, path);
    return worktree;
  }
  await resetWorktree(host, worktree, commit);
  return worktree;
}

/**
 * Git looks at the records of all worktrees when it adds one, and gives up on one that another process has only half
 * made; then that one will be whole in a moment.
 */
async function addWorktree(host: Host, repository: Repository, path: string, commit: string): Promise<void> {
  const add = ['worktree', 'add', '--detach', '--force', '--quiet', path, commit];
  for (let tries = 1; tries < mostTries; tries += 1) {
    if ((await repository.git.run(add)).ok) return;
    await removeRecords(host, repository, path);
    if (await host.stopsWithin(tries * 100)) break;
  }
  await repository.git.text(add);
}

const mostTries = 5;

/**
 * Puts an existing worktree of ours at `commit`, without edits and without untracked files; ignored ones stay unless said.
 * Folders in which nobody may write, as fixtures of a test and caches of modules are, are made such that we may.
 */
export async function resetWorktree(
  host: Host,
  worktree: Git,
  commit: string,
  which: 'work' | 'ignored-too' = 'work',
): Promise<void> {
  await putAt(host, worktree, commit, which).catch(async () => {
    await host.files.unlock(worktree.folder);
    await putAt(host, worktree, commit, which);
  });
}

async function putAt(host: Host, worktree: Git, commit: string, which: 'work' | 'ignored-too'): Promise<void> {
  await removeMisplaced(host, worktree.folder);
  const gitFolder = await removeLocks(host, worktree);
  // An agent can write an index that says of any file that it has not changed. Files are read anew for one of ours.
  await host.files.remove(join(gitFolder, 'index'));
  // From where it is, so that what is tracked there and not at `commit` goes; HEAD may be anything as well.
  if (!(await worktree.run(['read-tree', 'HEAD'])).ok) await worktree.text(['read-tree', commit]);
  await worktree.run(['update-index', '-q', '--really-refresh']);
  await worktree.text(['checkout', '--force', '--detach', '--quiet', commit]);
  await removeForeignIgnores(host, worktree);
  await worktree.text(['clean', which === 'work' ? '-ffdq' : '-ffdxq', ...keptFolders.flatMap((name) => ['-e', name])]);
}

/** Removes the worktree and git's record of it, in whatever state both are. Branches and commits stay. */
export async function removeWorktree(host: Host, repository: Repository, path: string): Promise<void> {
  await removeRecords(host, repository, path);
  await host.files.remove(path + markEnding);
}

async function removeRecords(host: Host, repository: Repository, path: string): Promise<void> {
  const records = join(repository.commonFolder, 'worktrees');
  for (const entry of await host.files.list(records)) {
    const record = join(records, entry.name);
    const pointsAt = (await host.files.read(join(record, 'gitdir')))?.trim();
    if (pointsAt === join(path, '.git')) await host.files.remove(record);
  }
  await host.files.remove(path);
}

/** A `.gitignore` that is not of the commit may hide itself, and whatever lies beside it. */
async function removeForeignIgnores(host: Host, worktree: Git): Promise<void> {
  const listed = await worktree.text([
    'ls-files',
    '--others',
    '-z',
    '--',
    ':(glob)**/.gitignore',
    ...workPaths.slice(1),
  ]);
  for (const path of listed.split('\0').filter(Boolean)) await host.files.remove(join(worktree.folder, path));
}

/** Whether a ref is checked out in any worktree of the repository, also in one that is gone and of which git has a record. */
export async function isCheckedOut(git: Git, ref: string): Promise<boolean> {
  const worktrees = await git.text(['worktree', 'list', '--porcelain', '-z'], { asItIs: true });
  return worktrees.split('\0').includes(`branch ${ref}`);
}

/** Paths of a worktree of ours that differ from a commit, as far as they are work: by content, whatever its index says. */
export async function changedPaths(worktree: Git, commit: string): Promise<string[]> {
  await worktree.text(['read-tree', commit]);
  return await differing(worktree, workPaths);
}

/** A `.gitignore` that hides the folder it lies in, so that no file of the user's has to change; one of theirs stays. */
export async function hideFromCheckout(host: Host, folder: string): Promise<void> {
  const ignore = join(folder, '.gitignore');
  if (!(await host.files.exists(ignore))) await host.files.write(ignore, '*\n');
}

/**
 * Whoever held the locks of a worktree is dead: it has one owner at a time, and it is us. Answers with the folder that
 * they lay in, where git keeps what is the worktree's alone.
 */
export async function removeLocks(host: Host, worktree: Git): Promise<string> {
  const gitFolder = await worktree.text(['rev-parse', '--path-format=absolute', '--git-dir']);
  for (const lock of ['index.lock', 'HEAD.lock']) await host.files.remove(join(gitFolder, lock));
  return gitFolder;
}

/** A worktree that was made by way of a stand-in says that it belongs there; the user's git has to find the real one. */
async function belongTo(host: Host, repository: Repository, path: string): Promise<void> {
  const file = join(path, '.git');
  const written = (await host.files.read(file)) ?? '';
  await host.files.write(file, `gitdir: ${join(repository.commonFolder, 'worktrees', basename(written.trim()))}\n`);
}

type Shared = Pick<Repository, 'commonFolder'>;

/**
 * Is the folder itself a checkout of this repository? One whose git record is gone would be taken for a part of the
 * checkout around it, and an agent may have made a repository of its own there, or have led it to another.
 */
export async function isCheckoutOf(host: Host, repository: Shared, worktree: Git): Promise<boolean> {
  const isLed = (await recordOf(host, repository, worktree.folder)) !== undefined;
  return isLed && (await worktree.run(['rev-parse', '--git-dir'])).ok;
}

/** Git's record of a worktree, a folder within the one that all share, if each leads to the other. */
export async function recordOf(host: Host, repository: Shared, path: string): Promise<string | undefined> {
  const file = join(path, '.git');
  const isFile = (await host.files.list(path)).some((entry) => entry.name === '.git' && entry.kind === 'file');
  const led = isFile ? /^gitdir: (.+)\n?$/.exec((await host.files.read(file)) ?? '')?.[1] : undefined;
  if (led === undefined) return undefined;
  const record = resolve(path, led);
  const [back, common] = [
    await readTrimmed(host, join(record, 'gitdir')),
    await readTrimmed(host, join(record, 'commondir')),
  ];
  if (back === undefined || common === undefined) return undefined;
  const isOurs =
    dirname(record) === join(repository.commonFolder, 'worktrees') &&
    (await host.files.realPath(resolve(record, common))) === (await host.files.realPath(repository.commonFolder)) &&
    (await host.files.realPath(resolve(record, back))) === (await host.files.realPath(file));
  return isOurs ? record : undefined;
}

async function readTrimmed(host: Host, path: string): Promise<string | undefined> {
  return (await host.files.read(path))?.trim();
}

async function isWhole(host: Host, repository: Repository, worktree: Git): Promise<boolean> {
  const isLed = (await recordOf(host, repository, worktree.folder)) !== undefined;
  return isLed && (await worktree.run(['rev-parse', '--quiet', '--verify', 'HEAD^{commit}'])).ok;
}

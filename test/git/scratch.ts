import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Host } from '../../core/host/host.ts';
import type { Git } from '../../core/git/git.ts';
import { openRepository, type Repository } from '../../core/git/repository.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

/** A repository of a user's, in a folder that is gone with the test. */
export interface Scratch {
  readonly host: Host;
  readonly root: string;
  readonly repository: Repository;
  readonly git: Git;
}

/** Path → text; undefined removes the file. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** Makes a repository with one commit of these files. */
export async function scratch(texts: Texts): Promise<Scratch> {
  const folder = temporaryFolder();
  const root = join(folder, 'repository');
  mkdirSync(root);
  const host = hostWith({ stateFolder: join(folder, 'state') });
  userGit(root, 'init', '--quiet', '--initial-branch=main');
  userGit(root, 'config', 'user.name', 'Ada');
  userGit(root, 'config', 'user.email', 'ada@example.com');
  commitFiles(root, texts);
  return await openScratch(host, root);
}

/** The same repository with other settings of its user's: what counts is what was set when it was opened. */
export async function configured(
  { host, root }: Scratch,
  settings: Readonly<Record<string, string>>,
): Promise<Scratch> {
  for (const [key, value] of Object.entries(settings)) userGit(root, 'config', key, value);
  return await openScratch(host, root);
}

/** The repository as it is now: settings count from when it was opened. */
export async function openScratch(host: Host, root: string): Promise<Scratch> {
  const opened = await openRepository(host, root);
  if (!opened.ok) throw new Error(opened.failure.message);
  return { host, root, repository: opened.value, git: opened.value.git };
}

/** Commits these files as the user would, and answers with the commit. */
export function commitFiles(root: string, texts: Texts, message = 'change'): string {
  writeFiles(root, texts);
  userGit(root, 'add', '--all');
  userGit(root, 'commit', '--quiet', '--allow-empty', '--message', message);
  return userGit(root, 'rev-parse', 'HEAD');
}

export function writeFiles(root: string, texts: Texts): void {
  for (const [path, text] of Object.entries(texts)) {
    const absolute = join(root, path);
    if (text === undefined) {
      rmSync(absolute);
      continue;
    }
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, text);
    if (text.startsWith('#!')) chmodSync(absolute, 0o755);
  }
}

/** Git as a user calls it, apart from the machine's own configuration. */
export function userGit(root: string, ...args: readonly string[]): string {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const env = { ...Object.fromEntries(kept), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return execFileSync('git', [...args], { cwd: root, env, encoding: 'utf8' }).trimEnd();
}

/** All that a user could miss: every file of the checkout, its index, config, HEAD, branches and stash, byte for byte. */
export function checkoutOf(root: string): Record<string, string> {
  const own = [
    '.git/index',
    '.git/HEAD',
    '.git/config',
    '.git/refs/stash',
    '.git/logs/HEAD',
    '.git/packed-refs',
    '.git/info/exclude',
  ];
  const branches = filesBelow(root, '.git/refs/heads');
  const files = filesBelow(root, '').filter((path) => !path.startsWith('.git/') && !path.startsWith('.worktrees/'));
  return Object.fromEntries([...own, ...branches, ...files].map((path) => [path, bytes(join(root, path))]));
}

/** Files below a folder, as paths from `root`; links are not followed. */
export function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

function bytes(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return 'nothing';
  }
}

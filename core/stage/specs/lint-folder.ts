import { join, posix } from 'node:path';
import { git } from '../../git/git.ts';
import type { Host } from '../../host/host.ts';
import type { SpecFile } from '../../spec/section.ts';

/** A folder whose files are linted as they lie there: a checkout, or any other. */
export interface LintFolder {
  /** Absolute. */
  readonly root: string;
  /** Files, relative to the root; as far as git would commit them, where there is git. */
  readonly paths: readonly string[];
  /** Whether there is a file or folder at a path. */
  readonly exists: (path: string) => boolean;
}

export async function openLintFolder(host: Host, root: string): Promise<LintFolder> {
  const listed = await listedByGit(host, root);
  const { paths, isComplete } = listed ? { paths: listed, isComplete: true } : await walk(host, root);
  // Of a folder that was too large to walk, nobody can say what is missing.
  return { root, paths, exists: isComplete ? existsAmong(paths) : () => true };
}

/** Whether a path is one of these files, or a folder that holds one. */
export function existsAmong(paths: readonly string[]): (path: string) => boolean {
  const known = new Set(paths);
  for (const path of paths) {
    for (let folder = posix.dirname(path); folder !== '.' && !known.has(folder); folder = posix.dirname(folder))
      known.add(folder);
  }
  return (path) => known.has(posix.normalize(path).replace(/\/$/, ''));
}

/** What git lists may be gone from the disk. */
export async function readFiles(host: Host, root: string, paths: readonly string[]): Promise<SpecFile[]> {
  const files = await Promise.all(
    [...new Set(paths)].map(async (path) => ({ path, content: await host.files.read(join(root, path)) })),
  );
  return files.flatMap(({ path, content }) => (content === undefined ? [] : [{ path, content }]));
}

async function listedByGit(host: Host, root: string): Promise<string[] | undefined> {
  const list = async (...which: string[]) => await git(host, root).run(['ls-files', '-z', ...which]);
  const [all, deleted] = await Promise.all([list('--cached', '--others', '--exclude-standard'), list('--deleted')]);
  if (!all.ok || !deleted.ok) return undefined;
  const gone = new Set(deleted.stdout.split('\0'));
  return [...new Set(all.stdout.split('\0'))].filter((path) => path !== '' && !gone.has(path));
}

/** Enough for the folder of a project; a home directory is not read to its end. */
const mostFiles = 20_000;

async function walk(host: Host, root: string): Promise<{ paths: string[]; isComplete: boolean }> {
  const paths: string[] = [];
  const folders = [''];
  for (const folder of folders) {
    if (paths.length >= mostFiles) return { paths, isComplete: false };
    for (const entry of await host.files.list(join(root, folder)).catch(() => [])) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.kind === 'file') paths.push(path);
      else if (entry.kind === 'folder' && !entry.name.startsWith('.') && entry.name !== 'node_modules')
        folders.push(path);
    }
  }
  return { paths, isComplete: true };
}

import { dirname, posix, relative, resolve, sep } from 'node:path';
import { git } from '../core/git/git.ts';
import type { Host } from '../core/host/host.ts';
import { specFolder } from '../core/stage/specs/protected-paths.ts';

/** A repository, or what stands for one, and the files in it that were named. */
export interface LintRoot {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root; null where all of its plans are meant. */
  readonly files: readonly string[] | null;
}

export interface LintRoots {
  /** Where paths start that programs are told. */
  readonly base: string;
  readonly roots: readonly LintRoot[];
}

/** Which repositories the named files lie in. A file without one is looked at from the folder that its specs lie in. */
export async function lintRoots(host: Host, cwd: string, files: readonly string[]): Promise<LintRoots> {
  const here = await checkoutAround(host, cwd);
  const base = here ?? cwd;
  if (files.length === 0) return { base, roots: [{ root: base, files: null }] };
  const byRoot = new Map<string, Set<string>>();
  const checkouts = new Map<string, string | undefined>();
  for (const file of files) {
    const named = resolve(cwd, file);
    const path = (await host.files.realPath(named)) ?? named;
    const folder = dirname(path);
    if (!checkouts.has(folder)) checkouts.set(folder, await checkoutAround(host, folder));
    const root = checkouts.get(folder) ?? (isInside(path, cwd) ? cwd : folderAround(path));
    const own = byRoot.get(root) ?? new Set();
    own.add(relative(root, path).replaceAll(sep, '/'));
    byRoot.set(root, own);
  }
  return { base, roots: [...byRoot].map(([root, own]) => ({ root, files: [...own] })) };
}

async function checkoutAround(host: Host, folder: string): Promise<string | undefined> {
  if (!(await host.files.exists(folder))) return undefined;
  const found = await git(host, folder).run(['rev-parse', '--path-format=absolute', '--show-toplevel']);
  return found.ok ? resolve(found.stdout.trimEnd()) : undefined;
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Specs link to their neighbours, so what lies around the spec folder is needed; else what lies beside the file. */
function folderAround(path: string): string {
  const specs = specFolder(path.replaceAll(sep, '/'));
  return specs === undefined ? dirname(path) : resolve(posix.dirname(specs));
}

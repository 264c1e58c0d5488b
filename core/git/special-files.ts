import { basename, join } from 'node:path';
import type { Host, Look } from '../host/host.ts';

/** Dependencies, caches and artifacts are not work: folders of these names are left alone wherever they lie. */
export const keptFolders = ['node_modules', '.phasewright', '.nx'];

/**
 * Removes the pipes and devices of a worktree of ours, and answers with their paths. A git that reads one waits without
 * end; none is of use to a project.
 */
export async function removeSpecialFiles(host: Host, worktree: string): Promise<string[]> {
  return await removeFrom(host, worktree, specialIn(await host.files.survey(worktree, keptFolders)));
}

/** The same, and what has the name of a folder that is left alone, and is none: git would not put that back either. */
export async function removeMisplaced(host: Host, worktree: string): Promise<void> {
  const looks = await host.files.survey(worktree, keptFolders);
  await removeFrom(host, worktree, [...specialIn(looks), ...impostorsIn(looks)]);
}

export function specialIn(looks: ReadonlyMap<string, Look>): string[] {
  return [...looks].filter(([, { kind }]) => kind === 'special').map(([path]) => path);
}

/** Links above all, which would lead whoever follows them elsewhere. */
export function impostorsIn(looks: ReadonlyMap<string, Look>): string[] {
  return [...looks].flatMap(([path, { kind }]) =>
    kind !== 'folder' && keptFolders.includes(basename(path)) ? path : [],
  );
}

async function removeFrom(host: Host, worktree: string, paths: string[]): Promise<string[]> {
  for (const path of paths) await host.files.remove(join(worktree, path));
  return paths;
}

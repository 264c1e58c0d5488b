import { join } from 'node:path';
import type { Host } from '../host/host.ts';

/** Pipes and devices below a folder. A git that reads one waits without end; none is of use to a project. */
export async function specialFiles(host: Host, folder: string, without: readonly string[]): Promise<string[]> {
  const looks = [...(await host.files.survey(folder, without))];
  return looks.filter(([, { kind }]) => kind === 'special').map(([path]) => path);
}

/** Removes those of a worktree of ours, and answers with their paths. */
export async function removeSpecialFiles(host: Host, worktree: string): Promise<string[]> {
  const found = await specialFiles(host, worktree, unread);
  for (const path of found) await host.files.remove(join(worktree, path));
  return found;
}

const unread = ['node_modules', '.nx', '.phasewright'];

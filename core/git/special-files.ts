import { join } from 'node:path';
import type { Host, Look } from '../host/host.ts';

/**
 * Removes the pipes and devices of a worktree of ours, and answers with their paths. A git that reads one waits without
 * end; none is of use to a project.
 */
export async function removeSpecialFiles(host: Host, worktree: string): Promise<string[]> {
  const found = specialIn(await host.files.survey(worktree, unread));
  for (const path of found) await host.files.remove(join(worktree, path));
  return found;
}

export function specialIn(looks: ReadonlyMap<string, Look>): string[] {
  return [...looks].filter(([, { kind }]) => kind === 'special').map(([path]) => path);
}

const unread = ['node_modules', '.nx', '.phasewright'];

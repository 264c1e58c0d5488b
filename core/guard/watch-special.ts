import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { specialFiles } from '../git/special-files.ts';
import { nothing, some, type Watch } from './watch.ts';

/**
 * Watches that no pipe or device comes to where git of ours reads. One is removed by the look itself: all others have
 * git look, which would wait for it.
 */
export async function watchSpecial(host: Host, folders: readonly string[]): Promise<Watch> {
  const before = new Set(await allIn(host, folders));
  return async () => {
    const added = (await allIn(host, folders)).filter((path) => !before.has(path));
    for (const path of added) await host.files.remove(path);
    if (added.length === 0) return nothing;
    return { ...nothing, violations: [`pipes or devices were made, and are removed: ${some(added)}`] };
  };
}

/** What git does not read, or reads by names of its own only. */
const unwatched = ['node_modules', '.nx', '.phasewright', 'objects', 'lfs'];

async function allIn(host: Host, folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders)
    found.push(...(await specialFiles(host, folder, unwatched)).map((path) => join(folder, path)));
  return found;
}

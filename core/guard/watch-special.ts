import { join } from 'node:path';
import { specialIn } from '../git/special-files.ts';
import type { Host } from '../host/host.ts';
import { nothing, some, type Surveyed, type Watch } from './watch.ts';

/**
 * Watches that no pipe or device comes to where git of ours reads. One is removed by the look itself: all others have
 * git look, which would wait for it.
 */
export function watchSpecial(host: Host, folders: readonly Surveyed[]): Watch {
  return async () => {
    const added: string[] = [];
    for (const { folder, before, after } of folders) {
      const known = new Set(specialIn(before));
      const found = specialIn(await after()).filter((path) => !known.has(path));
      added.push(...found.map((path) => join(folder, path)));
    }
    for (const path of added) await host.files.remove(path);
    if (added.length === 0) return nothing;
    return { ...nothing, violations: [`pipes or devices were made, and are removed: ${some(added)}`] };
  };
}

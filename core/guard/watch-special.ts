import { join } from 'node:path';
import { specialIn } from '../git/special-files.ts';
import type { Host } from '../host/host.ts';
import { nothing, some, type Surveyed, type Watch } from './watch.ts';

/**
 * Watches that no pipe or device comes to where git of ours reads, and no link to one. It is removed by the look itself:
 * all others have git look, which would wait for it.
 */
export function watchSpecial(host: Host, folders: readonly Surveyed[]): Watch {
  return async () => {
    const added: string[] = [];
    for (const files of folders) added.push(...(await addedTo(host, files)));
    for (const path of added) await host.files.remove(path);
    if (added.length === 0) return nothing;
    return { ...nothing, violations: [`pipes or devices were made, and are removed: ${some(added)}`] };
  };
}

async function addedTo(host: Host, { folder, before, after }: Surveyed): Promise<string[]> {
  const now = await after();
  const known = new Set(specialIn(before));
  const added = specialIn(now).filter((path) => !known.has(path));
  for (const [path, { kind, target }] of now) {
    const isNew = kind === 'link' && before.get(path)?.target !== target;
    if (isNew && (await leadsToSpecial(host, join(folder, path)))) added.push(path);
  }
  return added.map((path) => join(folder, path));
}

/** Nothing is read from a pipe or a device, although it is there; what else cannot be read is an error. */
async function leadsToSpecial(host: Host, path: string): Promise<boolean> {
  const isThere = (await host.files.realPath(path).catch(() => undefined)) !== undefined;
  return isThere && (await host.files.read(path).catch(() => '')) === undefined;
}

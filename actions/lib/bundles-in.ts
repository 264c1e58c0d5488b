import { join, resolve } from 'node:path';
import { manifestName } from '../../core/bundle/manifest.ts';
import type { Host } from '../../core/host/host.ts';

/** Folders with a manifest, absolute: the one that is named, relative to the workspace, or those in it. */
export async function bundlesIn(host: Host, workspace: string, named: string | undefined): Promise<string[]> {
  if (named === undefined) return [];
  const folder = resolve(workspace, named);
  if (await host.files.exists(join(folder, manifestName))) return [folder];
  const inner = (await host.files.list(folder))
    .filter(({ kind }) => kind === 'folder')
    .map(({ name }) => join(folder, name));
  const found: string[] = [];
  for (const one of inner.toSorted()) if (await host.files.exists(join(one, manifestName))) found.push(one);
  return found;
}

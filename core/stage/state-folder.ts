import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { slug } from '../plan/tasks/slug.ts';

/** Folder of all that we keep about the plans of a repository: no other repository's. Absolute, one folder below for each plan. */
export function stateOf(host: Host, { commonFolder, root }: Pick<Repository, 'commonFolder' | 'root'>): string {
  return join(host.stateFolder, `${slug(basename(root))}${endingOf(commonFolder)}`);
}

/** Such folders of all checkouts of a repository: runs may have been started from several of its worktrees. */
export async function statesOf(host: Host, commonFolder: string): Promise<string[]> {
  const entries = await host.files.list(host.stateFolder);
  const own = entries.filter(({ name, kind }) => kind === 'folder' && name.endsWith(endingOf(commonFolder)));
  return own.map(({ name }) => join(host.stateFolder, name));
}

function endingOf(commonFolder: string): string {
  return `-${createHash('sha256').update(commonFolder).digest('hex').slice(0, 12)}`;
}

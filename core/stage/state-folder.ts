import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { slug } from '../plan/tasks/slug.ts';

/** Folder of all that we keep about the plans of a repository: no other repository's. Absolute, one folder below for each plan. */
export function stateOf(host: Host, { commonFolder, root }: Pick<Repository, 'commonFolder' | 'root'>): string {
  const hash = createHash('sha256').update(commonFolder).digest('hex').slice(0, 12);
  return join(host.stateFolder, `${slug(basename(root))}-${hash}`);
}

import { join } from 'node:path';
import { leadsOut } from '../git/outward-links.ts';
import type { Host } from '../host/host.ts';
import { nothing, some, type Surveyed, type Watch } from './watch.ts';

/**
 * Watches the worktree that an agent writes in for what is no work: links that lead out of it, by which later steps
 * would write elsewhere, and submodules.
 */
export async function watchWork(host: Host, { folder, before, after }: Surveyed): Promise<Watch> {
  const modules = join(folder, '.gitmodules');
  const modulesBefore = await host.files.digest(modules);
  return async () => {
    const outward: string[] = [];
    for (const [path, look] of await after()) {
      const isNew = look.kind === 'link' && before.get(path)?.target !== look.target;
      if (isNew && (await leadsOut(host, folder, path, look.target))) outward.push(`${path} → ${look.target}`);
    }
    const isSame = (await host.files.digest(modules)) === modulesBefore;
    return {
      ...nothing,
      violations: [
        ...(outward.length > 0 ? [`there are links that lead out of the worktree: ${some(outward)}`] : []),
        ...(isSame ? [] : ['.gitmodules was changed: submodules are not an agent’s to change']),
      ],
    };
  };
}

import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import type { Host, Look } from '../host/host.ts';
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
      if (isNew && (await leadsOut(host, folder, path, look))) outward.push(`${path} → ${look.target}`);
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

/** As it is written, and as the system follows it: a link on the way may lead elsewhere than its name says. */
async function leadsOut(host: Host, folder: string, path: string, look: Look): Promise<boolean> {
  const written = resolve(folder, posix.dirname(path), look.target ?? '');
  const real = await host.files.realPath(join(folder, path)).catch(() => undefined);
  return (
    isOutside(folder, written) || (real !== undefined && isOutside((await host.files.realPath(folder)) ?? folder, real))
  );
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`);
}

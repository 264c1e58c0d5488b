import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import type { Host } from '../host/host.ts';

/** Those of some paths of a worktree, relative, that are links which lead out of it; each as `path → target`. */
export async function outwardLinks(host: Host, worktree: string, paths: readonly string[]): Promise<string[]> {
  const outward: string[] = [];
  for (const path of paths) {
    const target = await host.files.readLink(join(worktree, path)).catch(() => undefined);
    if (target !== undefined && (await leadsOut(host, worktree, path, target))) outward.push(`${path} → ${target}`);
  }
  return outward;
}

/** As it is written, and as the system follows it: a link on the way may lead elsewhere than its name says. */
export async function leadsOut(host: Host, folder: string, path: string, target = ''): Promise<boolean> {
  const written = resolve(folder, posix.dirname(path), target);
  const real = await host.files.realPath(join(folder, path)).catch(() => undefined);
  return (
    isOutside(folder, written) || (real !== undefined && isOutside((await host.files.realPath(folder)) ?? folder, real))
  );
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`);
}

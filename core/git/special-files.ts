import { join } from 'node:path';
import type { Host } from '../host/host.ts';

/** Pipes and devices below a folder, absolute. A git that reads one waits without end; none is of use to a project. */
export async function specialFiles(host: Host, folder: string, without: readonly string[]): Promise<string[]> {
  const looks = [...(await host.files.survey(folder, without))];
  return looks.filter(([, { kind }]) => kind === 'special').map(([path]) => join(folder, path));
}

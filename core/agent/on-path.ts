import { delimiter, join } from 'node:path';
import type { Host } from '../host/host.ts';

/** The absolute path of a program that PATH leads to. A folder that this user may not look into has none. */
export async function findOnPath(host: Host, program: string): Promise<string | undefined> {
  const endings = ['', ...(host.env['PATHEXT'] ?? '').split(';').filter(Boolean)];
  for (const folder of (host.env['PATH'] ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, program + ending);
      if (folder !== '' && (await host.files.isProgram(path))) return path;
    }
  }
  return undefined;
}

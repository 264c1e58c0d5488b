import { join } from 'node:path';
import type { Files } from '../host/host.ts';

/** Bytes. A session of many hours has less. */
const longest = 64 * 1024 * 1024;

/**
 * A file that an agent keeps for itself, right in a folder, by its name. Its commands may have put anything there: what is
 * no file, or goes on without end, is none.
 */
export async function ownFile(
  files: Pick<Files, 'survey'>,
  folder: string,
  isIt: (name: string) => boolean,
): Promise<string | undefined> {
  const found = [...(await files.survey(folder, []))].find(([path]) => isIt(path));
  if (!found) return undefined;
  const [path, { kind, size }] = found;
  return kind === 'file' && size <= longest ? join(folder, path) : undefined;
}

import { join } from 'node:path';
import type { Host, Look } from '../host/host.ts';
import { differences, nothing, some, type Surveyed, type Watch } from './watch.ts';

/** Bytes; of a file beyond that it is only seen whether somebody wrote to it. */
const mostToRead = 64 * 1024 * 1024;
/** Files that are read side by side. */
const atOnce = 32;

/**
 * Watches a folder that an agent only reads: every file, tracked, untracked and ignored, with its mode, and where links
 * lead. A file that was written anew with what it held has not changed.
 */
export async function watchContent(host: Host, { folder, before, after }: Surveyed): Promise<Watch> {
  const digests = new Map<string, string>();
  const paths = [...before];
  for (let from = 0; from < paths.length; from += atOnce) {
    const few = paths.slice(from, from + atOnce);
    const contents = await Promise.all(few.map(([path, look]) => contentOf(host, join(folder, path), look)));
    few.forEach(([path], index) => digests.set(path, contents[index] ?? ''));
  }
  return async () => {
    const now = new Map<string, string>();
    for (const [path, look] of await after()) {
      const isUntouched = look.kind !== 'folder' && before.get(path)?.stamp === look.stamp;
      now.set(path, isUntouched ? (digests.get(path) ?? '') : await contentOf(host, join(folder, path), look));
    }
    const changed = differences(digests, now).map(({ name, how }) => `${name} (${how})`);
    if (changed.length === 0) return nothing;
    return { ...nothing, violations: [`${folder}: an agent that only reads has changed ${some(changed)}`] };
  };
}

async function contentOf(host: Host, path: string, look: Look): Promise<string> {
  const about = `${look.kind} ${look.mode.toString(8)}`;
  if (look.kind === 'link') return `${about} ${look.target}`;
  if (look.kind !== 'file') return about;
  return `${about} ${look.size > mostToRead ? look.stamp : await host.files.digest(path)}`;
}

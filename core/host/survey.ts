import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Look } from './host.ts';

/** How everything below a folder looks; links are not followed, and folders of the names in `without` are left out. */
export async function survey(root: string, without: readonly string[]): Promise<ReadonlyMap<string, Look>> {
  const found = new Map<string, Look>();
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && without.includes(entry.name)) continue;
      const look = await lookAt(join(root, path));
      if (!look) continue;
      found.set(path, look);
      if (look.kind === 'folder') folders.push(path);
    }
  }
  return found;
}

async function lookAt(path: string): Promise<Look | undefined> {
  // It may go while we look.
  const stat = await lstat(path, { bigint: true }).catch(() => undefined);
  if (!stat) return undefined;
  const mode = Number(stat.mode & 0o7777n);
  if (stat.isDirectory()) return { kind: 'folder', mode, stamp: '', size: 0 };
  const stamp = [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ');
  const size = Number(stat.size);
  if (!stat.isSymbolicLink()) return { kind: stat.isFile() ? 'file' : 'other', mode, stamp, size };
  return { kind: 'link', mode: 0, stamp, size, target: await readlink(path).catch(() => '') };
}

/** SHA-256 of a file's bytes, in hexadecimal; undefined when it cannot be read. */
export async function digest(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Look } from './host.ts';

/** How everything below a folder looks; links are not followed, and folders of the names in `without` are left out. */
export async function survey(root: string, without: readonly string[]): Promise<ReadonlyMap<string, Look>> {
  const found = new Map<string, Look>();
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    const wanted = entries.filter((entry) => !(entry.isDirectory() && without.includes(entry.name)));
    const looks = await Promise.all(wanted.map(({ name }) => lookAt(join(root, folder, name))));
    wanted.forEach(({ name }, index) => {
      const [path, look] = [folder === '' ? name : `${folder}/${name}`, looks[index]];
      if (!look) return;
      found.set(path, look);
      if (look.kind === 'folder') folders.push(path);
    });
  }
  return found;
}

async function lookAt(path: string): Promise<Look | undefined> {
  // It may go while we look.
  const about = await lstat(path, { bigint: true }).catch(() => undefined);
  if (!about) return undefined;
  const mode = Number(about.mode & 0o7777n);
  if (about.isDirectory()) return { kind: 'folder', mode, stamp: '', size: 0 };
  const stamp = [about.ino, about.size, about.mtimeNs, about.ctimeNs].join(' ');
  const size = Number(about.size);
  if (!about.isSymbolicLink()) return { kind: about.isFile() ? 'file' : 'other', mode, stamp, size };
  return { kind: 'link', mode: 0, stamp, size, target: await readlink(path).catch(() => '') };
}

/** Bytes; a larger file is read piece by piece. */
const mostAtOnce = 1024 * 1024;

/** SHA-256 of a file's bytes, in hexadecimal; undefined when it cannot be read. */
export async function digest(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    const { size } = await stat(path);
    if (size <= mostAtOnce) return hash.update(await readFile(path)).digest('hex');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

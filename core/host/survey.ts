import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, readlink, type FileHandle } from 'node:fs/promises';
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
  if (!about.isSymbolicLink())
    return { kind: about.isFile() ? 'file' : about.isSocket() ? 'socket' : 'special', mode, stamp, size };
  return { kind: 'link', mode: 0, stamp, size, target: await readlink(path).catch(() => '') };
}

/** The text or whatever else of a regular file, by way of `use`; undefined for a pipe or a device, which may have no end. */
export async function ofRegular<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T | undefined> {
  // Or else opening a pipe would wait for somebody who writes to it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const about = await file.stat();
    return about.isFile() || about.isDirectory() ? await use(file) : undefined;
  } finally {
    await file.close();
  }
}

/** Bytes; a larger file is told by its size and times. */
const mostToRead = 1024 * 1024 * 1024;

/** SHA-256 of a file's bytes, in hexadecimal; undefined when it cannot be read. */
export async function digest(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  const read = async (file: FileHandle): Promise<string> => {
    const { size, mtimeNs, ctimeNs } = await file.stat({ bigint: true });
    if (size > mostToRead) return hash.update([size, mtimeNs, ctimeNs].join(' ')).digest('hex');
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer);
    return hash.digest('hex');
  };
  return await ofRegular(path, read).catch(() => undefined);
}

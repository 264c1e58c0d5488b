import { createHash } from 'node:crypto';
import { constants, fstatSync, lstatSync, readdirSync, readFileSync, readlinkSync, type Dirent } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Look } from './host.ts';

/** Files that are looked at in one go, before others in this process get their turn. */
const atOnce = 2000;

/**
 * How everything below a folder looks; links are not followed, and folders of the names in `without` are left out. There
 * may be 100,000 files: to ask for each by a promise takes four times as long.
 */
export async function survey(root: string, without: readonly string[]): Promise<ReadonlyMap<string, Look>> {
  const found = new Map<string, Look>();
  const folders = [''];
  let next = atOnce;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(join(root, folder))) {
      if (entry.isDirectory() && without.includes(entry.name)) continue;
      // Joined, since what is put together by `+` keeps its parts in memory beside it.
      const path = folder === '' ? entry.name : [folder, entry.name].join('/');
      const look = lookAt(`${root}/${path}`);
      if (!look) continue;
      found.set(path, look);
      if (look.kind === 'folder') folders.push(path);
    }
    if (found.size < next) continue;
    next = found.size + atOnce;
    await setImmediate();
  }
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function lookAt(path: string): Look | undefined {
  try {
    const about = lstatSync(path, { bigint: true });
    const mode = Number(about.mode & 0o7777n);
    if (about.isDirectory()) return { kind: 'folder', mode, stamp: '', size: 0 };
    const stamp = stampOf([about.ino, about.size, about.mtimeNs, about.ctimeNs]);
    const size = Number(about.size);
    if (about.isSymbolicLink()) return { kind: 'link', mode: 0, stamp, size, target: readlinkSync(path) };
    const kind = about.isFile() ? 'file' : about.isSocket() ? 'socket' : 'special';
    if (about.nlink === 1n) return { kind, mode, stamp, size };
    return { kind, mode, stamp, size, written: stampOf([about.ino, about.size, about.mtimeNs]) };
  } catch {
    // It has gone while we look.
    return undefined;
  }
}

/** There may be hundreds of thousands of them, so they are short. */
function stampOf(figures: readonly bigint[]): string {
  return figures.map((figure) => figure.toString(36)).join(' ');
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
/** Bytes; a file of this size is read faster than others could be waited for. */
const mostAtOnce = 256 * 1024;

/** SHA-256 of a file's bytes, in hexadecimal; undefined when it cannot be read. */
export async function digest(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  const read = async (file: FileHandle): Promise<string> => {
    const { size, mtimeNs, ctimeNs } = fstatSync(file.fd, { bigint: true });
    if (size > mostToRead) return hash.update([size, mtimeNs, ctimeNs].join(' ')).digest('hex');
    if (size <= mostAtOnce) return hash.update(readFileSync(file.fd)).digest('hex');
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer);
    return hash.digest('hex');
  };
  return await ofRegular(path, read).catch(() => undefined);
}

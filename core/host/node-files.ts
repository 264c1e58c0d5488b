import { randomUUID } from 'node:crypto';
import {
  access,
  appendFile,
  chmod,
  constants,
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeBytes, encodeText, leftOut } from './bytes.ts';
import { follow } from './follow.ts';
import { inflatedDigest, sealOf } from './git-digests.ts';
import type { AppendFile, Entry, Files } from './host.ts';
import { digest, ofRegular, survey } from './survey.ts';

export const nodeFiles: Files = {
  read: async (path) => await ofRegular(path, readWhole).catch(undefinedWhenMissing),
  readEnds: async (path, most) =>
    await ofRegular(path, async (file) => await readEnds(file, most)).catch(undefinedWhenMissing),
  write,
  create,
  append: async (path, text) => {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, encodeText(text), { mode: 0o600 });
  },
  follow,
  openAppend,
  exists: async (path) => (await lstat(path).catch(undefinedWhenMissing)) !== undefined,
  mayWrite,
  list,
  makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
  remove,
  unlock,
  copy: async (from, to) => {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
  },
  link: async (target, path) => {
    await mkdir(dirname(path), { recursive: true });
    await symlink(target, path, 'junction');
  },
  readLink: async (path) => await readlink(path),
  realPath: (path) => realpath(path).catch(undefinedWhenMissing),
  isProgram,
  survey,
  stamp,
  digest,
  inflatedDigest,
  sealOf,
};

/** Bytes: what is read whole has to fit into a string. */
const mostAtOnce = 256 * 1024 * 1024;

async function readWhole(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  if (size > mostAtOnce) throw new Error(`Internal error: a file of ${size} bytes is too large to be read whole`);
  return decodeBytes(await file.readFile());
}

async function readEnds(file: FileHandle, most: number): Promise<string | undefined> {
  const about = await file.stat();
  if (about.isDirectory()) return undefined;
  const { size } = about;
  if (size <= most) return decodeBytes(await file.readFile());
  const half = Math.floor(most / 2);
  const [head, tail] = [await bytesAt(file, 0, half), await bytesAt(file, size - half, half)];
  return `${decodeBytes(head)}\n${leftOut(size - 2 * half)}\n${decodeBytes(tail)}`;
}

async function bytesAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let read = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, read, length - read, start + read);
    read += bytesRead;
    if (bytesRead === 0 || read === length) return bytes.subarray(0, read);
  }
}

/** A file that was there keeps its mode. A link is replaced: what stands behind it may be outside of where we write. */
async function write(path: string, text: string): Promise<void> {
  const before = await lstat(path).catch(undefinedWhenMissing);
  await beside(path, text, async (temporary) => {
    // What is asked for when a file is opened is cut down by the umask.
    if (before?.isFile()) await chmod(temporary, before.mode & 0o7777);
    await rename(temporary, path);
  });
}

/** By a second name for a file that is whole: nobody ever reads half of it. */
async function create(path: string, text: string): Promise<boolean> {
  return await beside(path, text, async (temporary) => {
    try {
      await link(temporary, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  });
}

/** Has the text in a temporary file beside the path, synced; it is gone afterwards, if it was not moved. */
async function beside<T>(path: string, text: string, use: (temporary: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await writeAll(file, encodeText(text));
      await file.datasync();
    } finally {
      await file.close();
    }
    return await use(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function remove(path: string): Promise<void> {
  const all = { recursive: true, force: true, maxRetries: 3 };
  await rm(path, all).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
    await unlock(path);
    await rm(path, all);
  });
}

/** What is not ours, or not there any more, stays as it is: whoever needs it hears of that when they try. */
async function unlock(path: string): Promise<void> {
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const about = await lstat(folder).catch(() => undefined);
    if (!about?.isDirectory()) continue;
    await chmod(folder, (about.mode & 0o7777) | 0o700).catch(() => undefined);
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isDirectory()) folders.push(join(folder, entry.name));
  }
}

async function openAppend(path: string): Promise<AppendFile> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true });
  const file = await open(path, 'a');
  const { size } = await file.stat();
  if (size === 0) await syncNames(folder, made);
  return {
    size: async () => (await file.stat()).size,
    write: async (bytes) => (await file.write(bytes)).bytesWritten,
    sync: async () => await file.datasync(),
    truncate: async (to) => await file.truncate(to),
    close: async () => await file.close(),
  };
}

/** A new name is on the disk once its folder is; so it is with the folders from the first one that was made. */
async function syncNames(folder: string, firstMade: string | undefined): Promise<void> {
  const last = firstMade === undefined ? folder : dirname(firstMade);
  for (let at = folder; ; at = dirname(at)) {
    const names = await open(at, 'r').catch(undefinedWhereFoldersDoNotOpen);
    await names?.sync().finally(() => names.close());
    if (at === last || at === dirname(at)) return;
  }
}

/** On Windows a folder cannot be opened, nor does it have to be. */
function undefinedWhereFoldersDoNotOpen(error: NodeJS.ErrnoException): undefined {
  if (process.platform !== 'win32') throw error;
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written);
    if (bytesWritten === 0) throw new Error('Internal error: nothing was written, the disk may be full');
    written += bytesWritten;
  }
}

async function stamp(path: string): Promise<string | undefined> {
  const about = await stat(path, { bigint: true }).catch(() => undefined);
  return about?.isFile() ? [about.ino, about.size, about.mtimeNs, about.ctimeNs].join(' ') : undefined;
}

async function mayWrite(path: string): Promise<boolean> {
  const about = await stat(path).catch((error: NodeJS.ErrnoException) =>
    isMissing(error) ? undefined : 'out of reach',
  );
  if (about === 'out of reach') return false;
  if (about === undefined) return dirname(path) !== path && (await mayWrite(dirname(path)));
  if (!about.isDirectory()) return false;
  return await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function isProgram(path: string): Promise<boolean> {
  const about = await stat(path).catch(() => undefined);
  if (!about?.isFile()) return false;
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function list(path: string): Promise<readonly Entry[]> {
  const entries = (await readdir(path, { withFileTypes: true }).catch(undefinedWhenMissing)) ?? [];
  return entries.map((entry) => ({
    name: entry.name,
    kind: entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : 'file',
  }));
}

function undefinedWhenMissing(error: NodeJS.ErrnoException): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}

function isMissing({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

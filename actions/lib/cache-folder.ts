import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Where Nx finds a folder as its remote cache, for as long as it is served. */
export interface ServedFolder {
  /** On this machine alone. */
  readonly address: string;
  /** Made up for this once. */
  readonly token: string;
  readonly close: () => Promise<void>;
}

/** Milliseconds. What nothing has replayed for longer goes, or the folder would grow with each run. */
const longestUnused = 7 * 24 * 60 * 60 * 1000;

/**
 * Serves a folder, absolute, as a remote cache of Nx: one file for each of its hashes. What Nx keeps locally it knows by the machine
 * that it is on, and of no use on another; what it is handed by a remote cache it takes by the hash alone. The folder is hidden
 * from git, since what Nx hashes must not depend on it.
 */
export async function serveFolder(folder: string, now = Date.now()): Promise<ServedFolder> {
  await mkdir(folder, { recursive: true });
  // Whoever has saved the folder may have made a link of it.
  await rm(join(folder, '.gitignore'), { recursive: true, force: true });
  await writeFile(join(folder, '.gitignore'), '*\n');
  for (const name of await readdir(folder)) {
    if (name === '.gitignore') continue;
    const path = join(folder, name);
    const look = await lstat(path);
    // Links, folders and halves of archives are of no use, whoever has made them.
    const isKept = isHash.test(name) && look.isFile() && now - look.mtimeMs <= longestUnused;
    if (!isKept) await rm(path, { recursive: true, force: true });
  }
  const token = randomUUID();
  const server = createServer((request, response) => {
    answer(folder, token, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const isHash = /^\w{1,128}$/;

async function answer(
  folder: string,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const hash = /^\/v1\/cache\/(\w{1,128})$/.exec(request.url ?? '')?.[1];
  if (request.headers.authorization !== `Bearer ${token}`) return say(response, 401, 'Unexpected token.');
  if (hash === undefined) return say(response, 404, 'Unexpected path.');
  const path = join(folder, hash);
  if (request.method === 'PUT') {
    // A job that ends in the middle of it leaves no half of an archive under the name of a whole one.
    const part = join(folder, `.${randomUUID()}.part`);
    try {
      await pipeline(request, createWriteStream(part));
      await rename(part, path);
    } finally {
      await rm(part, { force: true });
    }
    return say(response, 200, '');
  }
  const found = await stat(path).catch(() => undefined);
  if (request.method !== 'GET' || found === undefined) return say(response, 404, 'Nothing is there.');
  const used = new Date();
  await utimes(path, used, used);
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': found.size });
  await pipeline(createReadStream(path), response);
}

/** Nx takes any other type for a server that is something else. */
function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
}

import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { createInflate } from 'node:zlib';
import { ofRegular } from './survey.ts';

/** As git names its objects. */
export type GitDigest = 'sha1' | 'sha256';

/**
 * Digest of what a compressed file (zlib) holds, in hexadecimal: of an object that lies by itself it is its name. Undefined
 * when it cannot be read, is damaged, or has anything behind its end.
 */
export async function inflatedDigest(path: string, algorithm: GitDigest): Promise<string | undefined> {
  return await ofRegular(path, async (file) => {
    const { size } = await file.stat();
    const inflate = createInflate();
    const hash = createHash(algorithm);
    const stream = file.createReadStream({ autoClose: false });
    stream.on('error', (error) => inflate.destroy(error));
    await addAll(hash, stream.pipe(inflate));
    return inflate.bytesWritten === size ? hash.digest('hex') : undefined;
  }).catch(() => undefined);
}

/**
 * The digest that a file ends with, in hexadecimal, where it is that of all before it, as git ends its packs. Undefined
 * when it is another, or cannot be read.
 */
export async function sealOf(path: string, algorithm: GitDigest): Promise<string | undefined> {
  return await ofRegular(path, async (file) => {
    const hash = createHash(algorithm);
    const end = await sealAt(file, algorithm === 'sha1' ? 20 : 32);
    if (end.from > 0) await addAll(hash, file.createReadStream({ autoClose: false, start: 0, end: end.from - 1 }));
    return hash.digest('hex') === end.seal ? end.seal : undefined;
  }).catch(() => undefined);
}

async function sealAt(file: FileHandle, length: number): Promise<{ from: number; seal: string }> {
  const from = (await file.stat()).size - length;
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, from);
  return { from, seal: buffer.toString('hex') };
}

async function addAll(hash: Hash, stream: AsyncIterable<unknown>): Promise<void> {
  for await (const chunk of stream) hash.update(chunk as Buffer);
}

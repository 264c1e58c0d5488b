import { encodeText } from '../host/bytes.ts';
import type { AppendFile } from '../host/host.ts';

/**
 * Adds a text to the end of a file: whole and on the disk, or not at all. When the disk refuses, the end is put back to
 * where it was; when it refuses that as well, a torn end stays. Rejects with what the system says.
 */
export async function appendWhole(file: AppendFile, text: string): Promise<void> {
  const size = await file.size();
  try {
    await writeAll(file, encodeText(text));
    await file.sync();
  } catch (error) {
    await file.truncate(size).catch(() => undefined);
    throw error;
  }
}

/** A full disk answers with a short count and no error: go on until all is written, or the system says why not. */
async function writeAll(file: AppendFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const taken = await file.write(bytes.subarray(written));
    if (taken === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
    written += taken;
  }
}

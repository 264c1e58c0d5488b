import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const every = 100;

/** Calls back for each line of a file that others append to, until told to end; then once more for the rest. */
export async function follow(path: string, onLine: (line: string) => void, until: AbortSignal): Promise<void> {
  const file = await open(path, 'r');
  let pending = Buffer.alloc(0);
  const readOn = async (): Promise<void> => {
    const chunk = Buffer.alloc(64 * 1024);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
      if (bytesRead === 0) return;
      pending = Buffer.concat([pending, chunk.subarray(0, bytesRead)]);
      for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
        onLine(pending.toString('utf8', 0, end));
        pending = pending.subarray(end + 1);
      }
    }
  };
  try {
    while (!until.aborted) {
      await readOn();
      // The delay is cut short when there is nothing left to wait for.
      await delay(every, undefined, { signal: until }).catch(() => undefined);
    }
    await readOn();
  } finally {
    await file.close();
  }
}

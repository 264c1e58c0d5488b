import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { lineSplitter } from './lines.ts';

const every = 100;

/** Calls back for each line of a file that others append to, until told to end; then once more for the rest. */
export async function follow(path: string, onLine: (line: string) => void, until: AbortSignal): Promise<void> {
  const file = await open(path, 'r');
  const lines = lineSplitter(onLine);
  const readOn = async (): Promise<void> => {
    for (;;) {
      // The splitter keeps the bytes of a line until it is whole.
      const { bytesRead, buffer } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, null);
      if (bytesRead === 0) return;
      lines.add(buffer.subarray(0, bytesRead));
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

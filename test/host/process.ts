import { readFileSync } from 'node:fs';
import { vi } from 'vitest';

/** Is there a process of that number that is not a mere entry waiting to be collected? */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2)[0]!);
  } catch {
    return false;
  }
}

/** Signals take a moment to arrive. */
export async function untilGone(pid: number): Promise<void> {
  await vi.waitFor(() => {
    if (isRunning(pid)) throw new Error(`process ${pid} is still running`);
  }, 10_000);
}

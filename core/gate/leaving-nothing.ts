import type { Host } from '../host/host.ts';
import { callVariable } from '../host/variables.ts';

/**
 * Runs something that may be of an agent's making, such as a gate, and ends what it has left running: `run` puts the
 * marker into its environment. In `folder`, which only we use, orphans that have lost the marker are found as well.
 */
export async function leavingNothing<T>(
  host: Host,
  folder: string | undefined,
  run: (marker: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const id = host.randomId();
  try {
    return await run({ [callVariable]: id });
  } finally {
    await host.processes.sweep(`${callVariable}=${id}`, folder);
  }
}

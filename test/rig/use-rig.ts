import { onTestFailed, onTestFinished, vi } from 'vitest';
import { Rig, type RigOptions } from './rig.ts';

// Nx and git for real, on a machine that others use as well.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/**
 * A rig for one test. Whatever becomes of the test, it is removed at the end; and the test fails if anything that it
 * started is still running then.
 */
export async function useRig(options: RigOptions = {}): Promise<Rig> {
  const rig = await Rig.create(options);
  onTestFailed(() => void process.stderr.write(`${rig.story()}\n`));
  onTestFinished(async () => await rig.close());
  return rig;
}

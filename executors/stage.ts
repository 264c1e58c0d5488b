import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { diskFailure } from '../core/disk-trouble.ts';
import { describeFailure } from '../core/failure.ts';
import type { Host } from '../core/host/host.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { openStage, recordCrash, type StageContext } from '../core/stage/context.ts';
import { markerPath } from '../core/stage/phase-record.ts';
import { stageReporter } from './reporter.ts';

/** Runs one stage of a phase in its phase worktree; the stage leaves its record, Nx is told whether it went well. */
export async function runStage(
  context: ExecutorContext,
  name: string,
  stage: (context: StageContext) => Promise<{ outcome: string }>,
): Promise<{ success: boolean }> {
  const host = nodeHost();
  const opened = await openStage(host, context.root, stageReporter(host));
  if (!opened.ok) {
    console.error(describeFailure(opened.failure));
    return { success: false };
  }
  try {
    const { outcome } = await stage(opened.value);
    return { success: outcome === 'done' };
  } catch (error) {
    const failure = diskFailure(error);
    const message = failure?.message ?? (error instanceof Error ? error.message : String(error));
    // What ended so leaves no record; the report must not be silent about it all the same. A disk may refuse this, too.
    await recordCrash(opened.value, name, message).catch(() => console.error(message));
    if (!failure) throw error;
    return { success: false };
  }
}

/** A stage with a use in every checkout does there what is useful there. */
export async function isPhaseWorktree(host: Host, root: string): Promise<boolean> {
  return await host.files.exists(join(root, markerPath));
}

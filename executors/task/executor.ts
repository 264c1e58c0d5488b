import type { ExecutorContext } from '@nx/devkit';
import { runTask } from '../../core/stage/task/task.ts';
import { runStage } from '../stage.ts';

export default async function taskExecutor(
  options: { task: string | number },
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return await runStage(
    context,
    context.targetName ?? 'task',
    async (stage) => await runTask(stage, String(options.task)),
  );
}

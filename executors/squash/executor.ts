import type { ExecutorContext } from '@nx/devkit';
import { runSquash } from '../../core/stage/squash.ts';
import { runStage } from '../stage.ts';

export default async function squashExecutor(
  _options: object,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return await runStage(context, 'squash', runSquash);
}

import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { describeFailure } from '../../core/failure.ts';
import { describeJudgedHere } from '../../core/gate/judged-here.ts';
import { hideFromCheckout } from '../../core/git/worktree.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { json } from '../../core/stage/context.ts';
import { runGatesStage } from '../../core/stage/gates/gates.ts';
import { judgeCheckout } from '../../core/stage/gates/judge-checkout.ts';
import { requestOf } from '../request.ts';
import { isPhaseWorktree, runStage } from '../stage.ts';

/**
 * In a phase worktree: judges the final tree, fresh. In a checkout: runs the project's gates on what lies there, as a phase
 * would. What is printed is what Nx replays: it says what was judged, when and where.
 */
export default async function gatesExecutor(_: object, context: ExecutorContext): Promise<{ success: boolean }> {
  const host = nodeHost();
  if (await isPhaseWorktree(host, context.root)) return await runStage(context, 'gates', runGatesStage);
  const judged = await judgeCheckout(host, requestOf({}, context));
  if (!judged.ok) {
    console.error(describeFailure(judged.failure));
    return { success: false };
  }
  const { project, own } = judged.value;
  const artifacts = join(context.root, '.phasewright', project, 'gates');
  const outcome = own.green ? 'passed' : 'failed';
  const gates = own.gates.map(({ target }) => target);
  await host.files.write(join(artifacts, 'record.json'), json({ ...judged.value, gates, outcome }));
  await hideFromCheckout(host, artifacts);
  console.log(describeJudgedHere(judged.value));
  return { success: own.green };
}

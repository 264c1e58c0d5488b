import type { ExecutorContext } from '@nx/devkit';
import { describeFailure } from '../../core/failure.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { proveCheckout } from '../../core/stage/checkout.ts';
import { runExitCriteria } from '../../core/stage/exit-criteria.ts';
import { requestOf } from '../request.ts';
import { isPhaseWorktree, runStage } from '../stage.ts';

/** In a phase worktree: proves the final tree. In a checkout: says which criteria hold there now. */
export default async function exitCriteriaExecutor(
  options: Record<string, unknown>,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const host = nodeHost();
  if (await isPhaseWorktree(host, context.root)) return await runStage(context, 'exit-criteria', runExitCriteria);
  const proven = await proveCheckout(host, requestOf(options, context));
  if (!proven.ok) {
    console.error(describeFailure(proven.failure));
    return { success: false };
  }
  const { phase, criteria } = proven.value;
  console.log(`Phase ${phase.id}: ${phase.title}`);
  const marks = { met: '✔', 'not-met': '✘', undecided: '?' };
  for (const { outcome, text, probe, evidence } of criteria)
    console.log(`${marks[outcome]} ${text}\n    ${probe}: ${evidence.replaceAll('\n', '\n    ')}`);
  return { success: criteria.every((one) => one.outcome === 'met') };
}

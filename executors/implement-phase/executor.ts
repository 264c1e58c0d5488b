import type { ExecutorContext } from '@nx/devkit';
import { describeFailure } from '../../core/failure.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { implementPhase } from '../../core/phase.ts';
import { describeDecision } from '../../core/stage/dry-run.ts';
import { decide } from '../../core/stage/decide.ts';
import { consoleReporter } from '../reporter.ts';
import { requestOf } from '../request.ts';

/** The outer executor: it has no `dependsOn`, so it reports whatever happens inside. */
export default async function implementPhaseExecutor(
  options: Record<string, unknown>,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const host = nodeHost();
  const request = requestOf(options, context);
  if (options['dryRun'] === true) {
    const decision = await decide(host, request);
    if (decision.ok) console.log(await describeDecision(decision.value));
    else console.error(describeFailure(decision.failure));
    return { success: decision.ok };
  }
  const run = await implementPhase(host, request, consoleReporter());
  if (!run.ok) console.error(describeFailure(run.failure));
  return { success: run.ok && run.value.report.outcome === 'landed' };
}

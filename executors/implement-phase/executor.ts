import type { ExecutorContext } from '@nx/devkit';
import { describeFailure, type Failure } from '../../core/failure.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { tellingWaits } from '../../core/host/telling-waits.ts';
import { implementPhase } from '../../core/phase.ts';
import { describeDecision } from '../../core/stage/decide/dry-run.ts';
import { decide } from '../../core/stage/decide/decide.ts';
import { github } from '../github.ts';
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
    const decision = await decide(
      tellingWaits(host, (text) => console.error(text)),
      request,
    );
    if (decision.ok) console.log(await describeDecision(decision.value));
    else refuse(decision.failure);
    return { success: decision.ok || decision.failure.reason === 'nothing-to-do' };
  }
  const run = await implementPhase(host, request, { onEvent: consoleReporter(), forge: github(host.env) });
  if (run.ok) return { success: run.value.report.outcome === 'landed' };
  refuse(run.failure);
  return { success: run.failure.reason === 'nothing-to-do' };
}

function refuse(failure: Failure): void {
  if (failure.reason === 'nothing-to-do') console.log(`Nothing to do. ${describeFailure(failure)}`);
  else console.error(`Refused (${failure.reason}): ${describeFailure(failure)}`);
}

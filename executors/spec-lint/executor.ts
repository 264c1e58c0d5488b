import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { describeFailure } from '../../core/failure.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { artifactFolder, markerPath, readPhaseRecord } from '../../core/stage/phase-record.ts';
import { specLint } from '../../core/stage/spec-lint.ts';
import { stageReporter } from '../reporter.ts';

interface Options {
  readonly plans: readonly string[];
  readonly phase?: string | number;
}

/** Lints the plans of a project: those of the checkout, or the one phase that a phase worktree is for. */
export default async function specLintExecutor(
  options: Options,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const host = nodeHost();
  const emit = stageReporter(host);
  const phase = readPhaseRecord((await host.files.read(join(context.root, markerPath))) ?? '');
  const folder = phase
    ? artifactFolder(phase.project, phase.phase.slug, 'spec-lint')
    : `.phasewright/${context.projectName}/spec-lint`;
  let success = true;
  for (const plan of options.plans) {
    const wanted = options.phase === undefined ? undefined : String(options.phase);
    const linted = await specLint(host, {
      root: context.root,
      plan,
      phase: wanted,
      artifacts: join(context.root, folder),
    });
    const lines = linted.ok ? linted.value.lines : [describeFailure(linted.failure)];
    for (const line of lines) {
      if (phase) emit({ type: 'note', stage: 'spec-lint', text: line });
      else console.log(line);
    }
    const isClean = linted.ok && linted.value.record.outcome === 'done';
    if (!phase && linted.ok)
      console.log(`${plan}: ${linted.value.record.errors} errors, ${linted.value.record.warnings} warnings`);
    success &&= isClean;
  }
  if (phase) emit({ type: 'stage-finished', stage: 'spec-lint', outcome: success ? 'done' : 'failed' });
  return { success };
}

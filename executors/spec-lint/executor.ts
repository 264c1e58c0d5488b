import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { describeFailure } from '../../core/failure.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { formatDiagnostic } from '../../core/lint/diagnostic.ts';
import { formatTerminal } from '../../core/lint/format/terminal.ts';
import { artifactFolder, markerPath, readPhaseRecord } from '../../core/stage/phase-record.ts';
import { specLint } from '../../core/stage/specs/spec-lint.ts';
import { stageReporter, terminalStyle } from '../reporter.ts';

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
  const linted = await specLint(host, {
    root: context.root,
    plans: options.plans,
    phase: options.phase === undefined ? undefined : String(options.phase),
    artifacts: join(context.root, folder),
  });
  const success = linted.ok && linted.value.record.outcome === 'done';
  if (phase) {
    // Progress is told in lines, among those of other stages.
    const lines = linted.ok ? linted.value.report.diagnostics.map(formatDiagnostic) : [describeFailure(linted.failure)];
    for (const text of lines) emit({ type: 'note', stage: 'spec-lint', text });
    emit({ type: 'stage-finished', stage: 'spec-lint', outcome: success ? 'done' : 'failed' });
  } else if (linted.ok) {
    const { report, files } = linted.value;
    process.stdout.write(
      `${options.plans.join('\n')}\n\n${formatTerminal(report.diagnostics, files, terminalStyle())}`,
    );
  } else {
    process.stderr.write(`${describeFailure(linted.failure)}\n`);
  }
  return { success };
}

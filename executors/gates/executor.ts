import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { hideFromCheckout } from '../../core/git/worktree.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { json } from '../../core/stage/context.ts';
import { runGatesStage } from '../../core/stage/gates.ts';
import { isPhaseWorktree, runStage } from '../stage.ts';

interface Options {
  readonly gates?: readonly string[];
}

/**
 * In a phase worktree: judges the final tree, fresh. In a checkout the gate targets are what this target depends on, so
 * Nx has run or replayed them all when this is called, and would not have called it had one failed.
 */
export default async function gatesExecutor(options: Options, context: ExecutorContext): Promise<{ success: boolean }> {
  const host = nodeHost();
  if (await isPhaseWorktree(host, context.root)) return await runStage(context, 'gates', runGatesStage);
  const project = context.projectName ?? '';
  const targets = context.projectsConfigurations.projects[project]?.targets ?? {};
  const gates = (options.gates ?? []).filter((gate) => gate in targets);
  if (gates.length === 0) {
    console.error(
      `Unexpected project ${project} without any of the gate targets ${(options.gates ?? []).join(', ')}: nothing was judged.`,
    );
    return { success: false };
  }
  const artifacts = join(context.root, '.phasewright', project, 'gates');
  await host.files.write(join(artifacts, 'record.json'), json({ project, gates, outcome: 'passed' }));
  await hideFromCheckout(host, artifacts);
  console.log(`${project}: ${gates.join(', ')} passed`);
  return { success: true };
}

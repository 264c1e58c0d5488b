import type { Options } from '../../options.ts';
import { formattingTests, iterative, tdd, type Workflow } from '../../workflow/workflow.ts';

/** How the tasks of a plan are done. */
export function workflowName(phase: {
  readonly plan: { readonly path: string };
  readonly options: Pick<Options, 'workflow'>;
}): 'iterative' | 'tdd' {
  const { workflow } = phase.options;
  if (workflow !== 'auto') return workflow;
  return phase.plan.path.endsWith('.toml') ? 'tdd' : 'iterative';
}

/** The steps of one task, which names tests or does not. */
export function taskWorkflow(
  phase: {
    readonly plan: { readonly path: string };
    readonly options: Pick<Options, 'workflow' | 'gateRetries' | 'maxReviewRounds' | 'maxStyleRounds'>;
  },
  hasTests: boolean,
): Workflow {
  return workflowName(phase) === 'tdd' ? formattingTests(tdd(phase.options, hasTests)) : iterative(phase.options);
}

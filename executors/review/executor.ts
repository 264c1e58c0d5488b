import type { ExecutorContext } from '@nx/devkit';
import { describeFailure } from '../../core/failure.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { isAtLeast } from '../../core/review/finding.ts';
import { reviewCheckout } from '../../core/stage/review/checkout.ts';
import { runReview } from '../../core/stage/review/review.ts';
import { requestOf } from '../request.ts';
import { isPhaseWorktree, runStage } from '../stage.ts';

/** In a phase worktree: the review of the phase, with fixes. In a checkout: one review of what `base` has not. */
export default async function reviewExecutor(
  options: Record<string, unknown>,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const host = nodeHost();
  if (await isPhaseWorktree(host, context.root)) return await runStage(context, 'review', runReview);
  const base =
    typeof options['base'] === 'string' ? options['base'] : (context.nxJsonConfiguration.defaultBase ?? 'main');
  const review = await reviewCheckout(host, requestOf(options, context), base, (text) => console.log(text));
  if (!review.ok) {
    console.error(describeFailure(review.failure));
    return { success: false };
  }
  const { verdict, findings, summary } = review.value;
  for (const one of findings) console.log(`${one.path}:${one.line} ${one.severity} ${one.title}\n    fix: ${one.fix}`);
  console.log(`${verdict}${summary ? `: ${summary}` : ''}`);
  return { success: verdict !== 'NEEDS_CLARIFICATION' && !findings.some((one) => isAtLeast(one.severity, 'P1')) };
}

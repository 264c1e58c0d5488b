import { defineRule } from '../rule.ts';
import { looksAt } from './from-plan.ts';

/**
 * What looks like work but cannot be read for certain is left aside, never guessed at. Its author sees here what that
 * is, and may write it in another way or leave it as it is: nobody is going to work on it.
 *
 * @example A list that is prose.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *
 *     ## Why this order
 *
 *     - Input comes before output.
 *
 * @example Boxes below a heading that is no phase.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *
 *     ## Release
 *
 *     - [ ] Tag it
 *     - [ ] Publish it
 *     === specs/91-impl-plan.md:7:1 Unexpected block (to line 8) that is read neither as work nor as prose. These boxes belong to no phase.
 */
export const unparsedBlock = defineRule({
  id: 'unparsed-block',
  recommended: 'info',
  strict: 'warning',
  formats: { speckit: 'warning', openspec: 'warning', kiro: 'warning', gsd: 'warning' },
  check(context, report) {
    const { plan } = context;
    if (!plan) return;
    const concerns = looksAt(context);
    const known = new Set(plan.problems.map(({ at }) => at.line));
    for (const { line, endLine, reason } of plan.unparsed) {
      if (!concerns(line) || known.has(line)) continue;
      const message = `Unexpected block (to line ${endLine}) that is read neither as work nor as prose. ${reason}`;
      report({ message, at: { path: plan.path, line, column: 1 } });
    }
  },
});

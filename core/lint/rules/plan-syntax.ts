import { defineRule } from '../rule.ts';
import { fromPlan } from './from-plan.ts';

/**
 * What nobody can read is no part of the plan: broken TOML, all that follows a fence or a comment that is never closed,
 * a file that is too large for a plan.
 *
 * @example TOML of commits.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     title = "Read input"
 *
 * @example A string without an end.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     title = "Read input
 *     files = ["src/read.ts"]
 *     === implementation-plan.toml:3:20 Unexpected end of line, expected TOML (unterminated string constant); correct it, no commit is read until then
 *
 * @example A fence that swallows what follows.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *
 *     ```sh
 *     npm test
 *
 *     ## Phase 2: Output
 *     === specs/91-impl-plan.md:5:1 Unexpected a code fence that nothing closes, expected the same marks on a line behind the code; add it, because what follows may be read otherwise than it is meant
 */
export const planSyntax = defineRule({
  id: 'plan-syntax',
  recommended: 'error',
  check: fromPlan('plan-syntax'),
});

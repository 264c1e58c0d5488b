import { defineRule } from '../rule.ts';
import { fromPlan } from './from-plan.ts';

/**
 * A plan is a list of phases. Where none can be seen, there is nothing to carry out.
 *
 * @example One phase.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *
 * @example A heading that only speaks of a phase.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1 is unblocked
 *
 *     Work begins on Monday.
 *     === specs/91-impl-plan.md:1:1 Unexpected plan without a phase, expected at least one heading such as "## 3. Phase 1 — title"; add one
 */
export const noPhases = defineRule({
  id: 'no-phases',
  recommended: 'error',
  check: fromPlan('no-phases'),
});

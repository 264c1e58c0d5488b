import { defineRule } from '../rule.ts';
import { fromPlan } from './from-plan.ts';

/**
 * A phase says before it starts how one can tell that it is done. Afterwards, the work that was done would decide what
 * counts. A checklist needs none: its boxes are its criteria.
 *
 * @example The label may be of another kind, and in another language.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *
 *     **Done when**: `npm test` passes
 *
 *     ## Phase 2: Output
 *
 *     - [ ] Write it
 *
 *     **退出标准**：`npm test` passes
 *
 * @example Nothing is said.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *     === specs/91-impl-plan.md:1:1 Unexpected phase 1 without exit criteria, expected a paragraph or list that starts with "**Exit criteria**:"; say how to tell that the phase is done
 */
export const missingCriteria = defineRule({
  id: 'missing-criteria',
  recommended: 'error',
  check: fromPlan('missing-criteria'),
});

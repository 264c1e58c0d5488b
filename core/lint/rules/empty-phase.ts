import { defineRule } from '../rule.ts';
import { fromPlan } from './from-plan.ts';

/**
 * A phase without tasks is done before it is begun. Either its tasks are written in a way that is not read, or it is a
 * heading that is no phase.
 *
 * @example A phase with a task.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *
 * @example Prose alone.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     First we read, then we write.
 *     === specs/91-impl-plan.md:1:1 Unexpected phase 1 without tasks, expected a table "# | Task", boxes or a list under Tasks; add one, or reword the heading if this is not a phase
 */
export const emptyPhase = defineRule({
  id: 'empty-phase',
  recommended: 'warning',
  check: fromPlan('empty-phase'),
});

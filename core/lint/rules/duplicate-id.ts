import { defineRule } from '../rule.ts';
import { fromPlan } from './from-plan.ts';

/**
 * An id names one phase, and one task of its phase: branches, results and commits are found by it. Ids that differ in
 * case only are one id on some file systems.
 *
 * @example Every id once. `1.1` and `1.10` are two ids, not two numbers.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #    | Task       |
 *     | ---- | ---------- |
 *     | 1.1  | Read input |
 *     | 1.10 | Write it   |
 *
 * @example Twice the same.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       |
 *     | --- | ---------- |
 *     | 1.1 | Read input |
 *     | 1.1 | Write it   |
 *     === specs/91-impl-plan.md:6:3 Unexpected second task 1.1, expected every id once in phase 1; give one of the two another id
 *     ===   see also specs/91-impl-plan.md:5:3
 */
export const duplicateId = defineRule({
  id: 'duplicate-id',
  recommended: 'error',
  check: fromPlan('duplicate-id'),
});

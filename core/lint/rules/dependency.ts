import { defineRule } from '../rule.ts';
import { fromPlan } from './from-plan.ts';

/**
 * A task may wait for tasks of its own phase or of an earlier one, and not for itself by way of others: otherwise there
 * is no order in which the tasks can be done.
 *
 * @example Tasks of this phase and of the one before.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | After |
 *     | --- | ---------- | ----- |
 *     | 1.1 | Read input | —     |
 *
 *     ## Phase 2: Output
 *
 *     | #   | Task     | After    |
 *     | --- | -------- | -------- |
 *     | 2.1 | Write it | 1.1      |
 *     | 2.2 | Send it  | 1.1, 2.1 |
 *
 * @example A task that is nowhere, and one of a later phase.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | After |
 *     | --- | ---------- | ----- |
 *     | 1.1 | Read input | 1.9   |
 *     | 1.2 | Log it     | 2.1   |
 *
 *     ## Phase 2: Output
 *
 *     | #   | Task     | After |
 *     | --- | -------- | ----- |
 *     | 2.1 | Write it | 1.1   |
 *     === specs/91-impl-plan.md:5:22 Unexpected dependency of 1.1 on 1.9, expected tasks of phase 1 or an earlier one; list their ids, separated by commas
 *     === specs/91-impl-plan.md:6:22 Unexpected dependency of 1.2 on 2.1, which belongs to the later phase 2, expected tasks of phase 1 or an earlier one; move one of the two
 *     ===   see also specs/91-impl-plan.md:12:3
 *
 * @example Two tasks that wait for each other.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | After |
 *     | --- | ---------- | ----- |
 *     | 1.1 | Read input | 1.2   |
 *     | 1.2 | Log it     | 1.1   |
 *     === specs/91-impl-plan.md:5:3 Unexpected cycle 1.1 → 1.2 → 1.1, expected an order in which the tasks can be done; remove one of these dependencies
 */
export const dependency = defineRule({
  id: 'dependency',
  recommended: 'error',
  check: fromPlan('dependency'),
});

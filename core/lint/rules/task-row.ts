import { defineRule } from '../rule.ts';
import { fromPlan } from './from-plan.ts';

/**
 * A row that does not fit its table is no task: nobody can tell which of its words is which. The usual cause is a `|`
 * inside a cell.
 *
 * @example A `|` that is escaped, and one in a code span.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task             | Effort |
 *     | --- | ---------------- | ------ |
 *     | 1.1 | Read yes \| no   | 1d     |
 *     | 1.2 | Parse `yes | no` | 1d     |
 *
 * @example A `|` that splits its cell, and a task without an id.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task          | Effort |
 *     | --- | ------------- | ------ |
 *     | 1.1 | Read yes | no | 1d     |
 *     |     | Write it      | 1d     |
 *     === specs/91-impl-plan.md:5:25 Unexpected row with 4 cells, expected 3 as in the header on line 3; write a | inside a cell as \|, and give every column a cell
 *     === specs/91-impl-plan.md:6:7 Unexpected empty id, expected one such as 1.1; give the task an id
 */
export const taskRow = defineRule({
  id: 'task-row',
  recommended: 'error',
  check: fromPlan('task-row'),
});

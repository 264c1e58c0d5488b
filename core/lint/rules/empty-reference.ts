import type { Phase, Task } from '../../plan/plan.ts';
import { defineRule } from '../rule.ts';

/**
 * Where the other rows of a table cite specs, an empty Spec cell is a gap: the task's agent is told its title and no
 * more. Write `—` where there is nothing to cite. A title that links a spec is enough.
 *
 * @example All rows cite something, or say that there is nothing; another table has no such column.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task                           | Spec |
 *     | --- | ------------------------------ | ---- |
 *     | 1.1 | Read input                     | 10   |
 *     | 1.2 | Release it                     | —    |
 *     | 1.3 | Keep the [limits](10-input.md) |      |
 *
 *     | #   | Task       |
 *     | --- | ---------- |
 *     | 1.4 | Clean up   |
 *     --- specs/10-input.md
 *
 * @example Two rows say nothing.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec |
 *     | --- | ---------- | ---- |
 *     | 1.1 | Read input | 10   |
 *     | 1.2 | Release it |      |
 *     | 1.3 | Log it     |      |
 *     --- specs/10-input.md
 *     === specs/91-impl-plan.md:6:1 Unexpected empty Spec cell of task 1.2, expected a citation as in the other rows; add one, or — for none
 *     === specs/91-impl-plan.md:7:1 Unexpected empty Spec cell of task 1.3, expected a citation as in the other rows; add one, or — for none
 */
export const emptyReference = defineRule({
  id: 'empty-reference',
  recommended: 'warning',
  check({ plan, phases }, report) {
    for (const tasks of plan ? phases.flatMap(byTable) : []) {
      if (tasks.every((task) => task.spec === '')) continue;
      for (const task of tasks.filter(({ spec, title }) => spec === '' && !linksSpec.test(title))) {
        const message = `Unexpected empty Spec cell of task ${task.id}, expected a citation as in the other rows; add one, or — for none`;
        report({ message, at: { path: plan?.path ?? '', line: task.line, column: 1 } });
      }
    }
  },
});

const linksSpec = /\]\([^()\s]{1,300}\.md/i;

/** Rows of one table stand line by line. */
function byTable({ tasks }: Phase): Task[][] {
  const tables: Task[][] = [];
  for (const task of tasks) {
    const last = tables.at(-1);
    if (last?.at(-1)?.line === task.line - 1) last.push(task);
    else tables.push([task]);
  }
  return tables;
}

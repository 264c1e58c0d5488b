import { defineRule } from '../rule.ts';

/**
 * Where the other rows of a phase cite specs, an empty Spec cell is a gap: the task's agent is told its title and no
 * more. Write `—` where there is nothing to cite.
 *
 * @example All rows cite something, or say that there is nothing.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec |
 *     | --- | ---------- | ---- |
 *     | 1.1 | Read input | 10   |
 *     | 1.2 | Release it | —    |
 *     --- specs/10-input.md
 *
 * @example One row says nothing.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec |
 *     | --- | ---------- | ---- |
 *     | 1.1 | Read input | 10   |
 *     | 1.2 | Release it |      |
 *     --- specs/10-input.md
 *     === specs/91-impl-plan.md:6:1 Unexpected empty Spec cell of task 1.2, expected a citation as in the other rows; add one, or — for none
 */
export const emptyReference = defineRule({
  id: 'empty-reference',
  recommended: 'warning',
  check({ plan, phases }, report) {
    for (const phase of phases) {
      if (!plan || phase.tasks.every((task) => task.spec === '')) continue;
      for (const task of phase.tasks.filter(({ spec }) => spec === '')) {
        const message = `Unexpected empty Spec cell of task ${task.id}, expected a citation as in the other rows; add one, or — for none`;
        report({ message, at: { path: plan.path, line: task.line, column: 1 } });
      }
    }
  },
});

import { z } from 'zod';
import { defineRule } from '../rule.ts';

/**
 * A phase is reviewed and landed as one. The more tasks it has, the less a reviewer sees, and the later its gates speak. A
 * list without phases has nothing that could be split.
 *
 * @example {"max": 2} Two tasks.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *     - [ ] Write it
 *
 * @example {"max": 1} A list without phases.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     [[commits]]
 *     id = 2
 *
 * @example {"max": 2} One more than two.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *     - [ ] Write it
 *     - [ ] Send it
 *     === specs/91-impl-plan.md:1:1 Unexpected 3 tasks in phase 1, expected at most 2; split the phase
 */
export const phaseSize = defineRule({
  id: 'phase-size',
  recommended: 'off',
  strict: 'info',
  options: z.strictObject({ max: z.int().positive().default(20) }),
  check({ plan, phases }, report, { max }) {
    for (const { id, tasks, line, written } of phases) {
      if (!plan || tasks.length <= max || written.label === '') continue;
      const message = `Unexpected ${tasks.length} tasks in phase ${id}, expected at most ${max}; split the phase`;
      report({ message, at: { path: plan.path, line, column: 1 } });
    }
  },
});

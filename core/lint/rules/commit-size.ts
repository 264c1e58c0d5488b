import { z } from 'zod';
import { normalPath } from '../../plan/tasks/declared-files.ts';
import { placeOf } from '../context.ts';
import { placeOfTask } from '../place-in-task.ts';
import { defineRule } from '../rule.ts';

/**
 * A commit of a TOML plan is one thing that a person can review: about five files at most. `files` is also the limit of
 * what its agent may change, and without it there is none.
 *
 * @example Two files.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     files = ["src/read.ts", "test/read.test.ts"]
 *
 * @example {"maxFiles": 1} Two files where one is allowed, and none.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     files = ["src/read.ts", "test/read.test.ts"]
 *
 *     [[commits]]
 *     id = 2
 *     === implementation-plan.toml:3:9 Unexpected 2 files in commit 1, expected at most 1; divide it into commits that can be reviewed one by one
 *     === implementation-plan.toml:6:6 Unexpected commit 2 without files, expected what it creates or changes; add files = ["…"]
 */
export const commitSize = defineRule({
  id: 'commit-size',
  recommended: 'warning',
  options: z.strictObject({
    /** How many files a commit may list. */
    maxFiles: z.int().positive().default(5),
  }),
  check({ plan, phases }, report, { maxFiles }) {
    if (plan?.format !== 'toml') return;
    for (const task of phases.flatMap((phase) => phase.tasks)) {
      const count = new Set(task.files.map(normalPath)).size;
      const at = task.ranges.files ? placeOf(plan.path, task.ranges.files) : placeOfTask(plan.path, task);
      if (count > maxFiles) {
        const message = `Unexpected ${count} files in commit ${task.id}, expected at most ${maxFiles}; divide it into commits that can be reviewed one by one`;
        report({ message, ...at });
      }
      if (count === 0) {
        const message = `Unexpected commit ${task.id} without files, expected what it creates or changes; add files = ["…"]`;
        report({ message, ...at });
      }
    }
  },
});

import { overlaps, type Overlap } from '../../plan/tasks/overlap.ts';
import { placeInTask } from '../place-in-task.ts';
import { defineRule } from '../rule.ts';

/**
 * Tasks that do not wait for each other run side by side, each in a checkout of its own, and are combined at the end. If
 * two of them change the same file, that may be a conflict which nobody has planned. Let one wait for the other, or give
 * each its own files. A folder and a glob such as `src/**` overlap with what lies below.
 *
 * @example The file is shared, and one task waits for the other, if only through a third.
 *
 *     --- implementation-plan.toml
 *     [dependencies]
 *     1 = []
 *     2 = [1]
 *     3 = [2]
 *
 *     [[commits]]
 *     id = 1
 *     files = ["src/mod.rs"]
 *
 *     [[commits]]
 *     id = 2
 *     files = ["src/read.rs"]
 *
 *     [[commits]]
 *     id = 3
 *     files = ["src/mod.rs"]
 *
 * @example Two tasks that may run side by side.
 *
 *     --- implementation-plan.toml
 *     [dependencies]
 *     2 = [1]
 *     3 = [1]
 *
 *     [[commits]]
 *     id = 1
 *
 *     [[commits]]
 *     id = 2
 *     files = ["src/read.rs", "src/mod.rs"]
 *
 *     [[commits]]
 *     id = 3
 *     files = ["src/mod.rs"]
 *     === implementation-plan.toml:14:11 Unexpected src/mod.rs in task 3 and in task 2, which may run side by side, expected it in one of them; let one depend on the other, or divide the files
 *     ===   see also implementation-plan.toml:10:26
 *
 * @example A folder, and a file in it.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task  | Depends on | Files                |
 *     | --- | ----- | ---------- | -------------------- |
 *     | 1.1 | Read  | —          | `src/`               |
 *     | 1.2 | Write | —          | `src/w.ts`, `lib/w/` |
 *     === specs/91-impl-plan.md:6:31 Unexpected src/w.ts in task 1.2 and src/ in task 1.1, which may run side by side, expected it in one of them; let one depend on the other, or divide the files
 *     ===   see also specs/91-impl-plan.md:5:31
 */
export const overlappingFiles = defineRule({
  id: 'overlapping-files',
  recommended: 'warning',
  check(context, report) {
    for (const overlap of context.phases.flatMap((phase) => overlaps(phase.tasks))) {
      const { task, other, files } = overlap;
      const places = placeInTask(context, task, files[0]?.file ?? '');
      report({
        message: messageOf(overlap),
        ...places,
        other: placeInTask(context, other, files[0]?.otherFile ?? '').at,
      });
    }
  },
});

function messageOf({ task, other, files }: Overlap): string {
  const { file, otherFile } = files[0] ?? { file: '', otherFile: '' };
  const more = files.length > 1 ? ` (and ${files.length - 1} more)` : '';
  const there = file === otherFile ? '' : `${otherFile} `;
  return (
    `Unexpected ${file}${more} in task ${task.id} and ${there}in task ${other.id}, which may run side by side, ` +
    'expected it in one of them; let one depend on the other, or divide the files'
  );
}

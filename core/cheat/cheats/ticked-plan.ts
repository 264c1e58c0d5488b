import { defineCheat } from '../cheat.ts';
import type { ChangedFile } from '../change.ts';

/**
 * A plan that its own work changes: a task that is ticked, or a criterion that is gone. Both are for whoever judges the
 * work.
 *
 * @example A box is ticked, and a criterion is gone.
 *
 *     --- specs/91-impl-plan.md
 *     - - [ ] 1.2 Read input
 *     + - [x] 1.2 Read input
 *     - **Exit criteria**: `npm test` passes; `npm run bench` is below 50 ms.
 *     + **Exit criteria**: `npm test` passes.
 *     === specs/91-impl-plan.md:1 Unexpected tick, expected the plan to be ticked by what has judged the work
 *     === specs/91-impl-plan.md:2 Unexpected end of an exit criterion, expected it to stay
 *
 * @example A task is added to a plan, and another file has boxes.
 *
 *     --- specs/91-impl-plan.md
 *       - [ ] 1.2 Read input
 *     + - [ ] 1.3 Write output
 *     --- docs/release.md
 *     - - [ ] Tell the others
 *     + - [x] Tell the others
 */
export const tickedPlan = defineCheat({
  id: 'ticked-plan',
  verdict: 'block',
  look({ files }, see) {
    for (const file of files) {
      const { path, base, head } = file;
      if (!base || !head || !isPlan(file)) continue;
      const boxes = new Set(base.lines.flatMap((line) => openBox.exec(line)?.[1]?.trim() ?? []));
      for (const [index, line] of head.lines.entries()) {
        const ticked = tickedBox.exec(line)?.[1]?.trim();
        const message = 'Unexpected tick, expected the plan to be ticked by what has judged the work';
        if (ticked !== undefined && boxes.has(ticked)) see({ path, line: index + 1, message });
      }
      const there = new Set(head.lines.map((line) => line.trim()));
      for (const [index, line] of base.lines.entries()) {
        const message = 'Unexpected end of an exit criterion, expected it to stay';
        if (criterion.test(line) && !there.has(line.trim()))
          see({ path, line: Math.min(index + 1, head.lines.length), message });
      }
    }
  },
});

const openBox = /^\s*(?:[-*+]|\d+[.)])\s+\[ \]\s+(.*)$/;
const tickedBox = /^\s*(?:[-*+]|\d+[.)])\s+\[[xX]\]\s+(.*)$/;
const criterion = /^\W*(?:exit (?:criteria|gate)|acceptance|success criteria|退出标准|验收标准)/i;

function isPlan({ path }: ChangedFile): boolean {
  return /(?:^|\/)(?:[\w.-]*(?:plan|tasks|roadmap)[\w.-]*\.(?:md|toml|json))$|(?:^|\/)(?:specs?|openspec|\.kiro|\.planning|\.taskmaster)\/.*\.(?:md|toml|json)$/i.test(
    path,
  );
}

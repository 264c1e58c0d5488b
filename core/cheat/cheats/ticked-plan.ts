import { defineCheat } from '../cheat.ts';
import type { ChangedFile, Source } from '../change.ts';

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
 * @example A plan that is no Markdown.
 *
 *     --- specs/plan.toml
 *       [[commits]]
 *       id = "pack"
 *     - done = false
 *     - criteria = ["links are kept", "the archive is the same each time"]
 *     + done = true
 *     + criteria = ["an archive is written"]
 *     --- specs/other-plan.toml
 *       title = "Archive"
 *     - [[commits]]
 *     - id = "verify"
 *     === specs/other-plan.toml:2 Unexpected end of a task, expected it to stay
 *     === specs/plan.toml:3 Unexpected tick, expected the plan to be ticked by what has judged the work
 *     === specs/plan.toml:4 Unexpected end of an exit criterion, expected it to stay
 *
 * @example What lists no tasks.
 *
 *     --- deploy/plan.toml
 *     - done = false
 *     + done = true
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
  asked: 'file',
  look({ files }, see) {
    for (const file of files) {
      const { path, base, head } = file;
      if (!base || !head || !isPlan(file) || !(path.endsWith('.md') || listsTasks.test(base.text))) continue;
      const seeAll = (lines: readonly number[], message: string): void => {
        for (const line of lines) see({ path, line: Math.min(line, head.lines.length), message });
      };
      seeAll(ticks(base, head), 'Unexpected tick, expected the plan to be ticked by what has judged the work');
      seeAll(goneLines(base, head, criterion), 'Unexpected end of an exit criterion, expected it to stay');
      if (!path.endsWith('.md'))
        seeAll(goneTasks(base, head).slice(0, 1), 'Unexpected end of a task, expected it to stay');
    }
  },
});

/** Where a box, or a task of TOML or JSON, that was open is closed. */
function ticks(base: Source, head: Source): number[] {
  const boxes = new Set(base.lines.flatMap((line) => openBox.exec(line)?.[1]?.trim() ?? []));
  const isFewer = openFields(head) < openFields(base);
  const there = new Set(base.lines.map((line) => line.trim()));
  return head.lines.flatMap((line, index) => {
    const ticked = tickedBox.exec(line)?.[1]?.trim();
    const isBox = ticked !== undefined && boxes.has(ticked);
    const isField = isFewer && closedField.test(line) && !there.has(line.trim());
    return isBox || isField ? [index + 1] : [];
  });
}

function openFields({ lines }: Source): number {
  return lines.filter((line) => openField.test(line)).length;
}

function goneLines(base: Source, head: Source, pattern: RegExp): number[] {
  const there = new Set(head.lines.map((line) => line.trim()));
  return base.lines.flatMap((line, index) => (pattern.test(line) && !there.has(line.trim()) ? [index + 1] : []));
}

/** Names of tasks that are in the file no more. */
function goneTasks(base: Source, head: Source): number[] {
  return goneLines(base, head, /^\s*["']?(?:id|name|key)["']?\s*[:=]\s*["']/);
}

const openBox = /^\s*(?:[-*+]|\d+[.)])\s+\[ \]\s+(.*)$/;
const tickedBox = /^\s*(?:[-*+]|\d+[.)])\s+\[[xX]\]\s+(.*)$/;
const openField =
  /^\s*["']?(?:done|completed?|passes|passed|status|state)["']?\s*[:=]\s*(?:false|["'](?:open|todo|pending|planned|in[-_ ]progress))/i;
const closedField =
  /^\s*["']?(?:done|completed?|passes|passed|status|state)["']?\s*[:=]\s*(?:true|["'](?:done|closed|completed?|passed|finished))/i;
const criterion = /^\W*(?:criteria|exit (?:criteria|gate)|acceptance|success criteria|退出标准|验收标准)/i;

/** What has a state of its own and lists no tasks is a plan of something else. */
const listsTasks =
  /^\s*\[\[\w+\]\]|["'\s{](?:commits|tasks|phases|stories|userStories|milestones|steps|features)["']?\s*[:=]|["'\s{](?:criteria|acceptance|tests)["']?\s*[:=]/m;

function isPlan({ path }: ChangedFile): boolean {
  return /(?:^|\/)(?:[\w.-]*(?:plan|tasks|roadmap)[\w.-]*\.(?:md|toml|json))$|(?:^|\/)(?:specs?|openspec|\.kiro|\.planning|\.taskmaster)\/.*\.(?:md|toml|json)$/i.test(
    path,
  );
}

import { placeIn } from '../context.ts';
import { decisionReferences } from '../decision-references.ts';
import { decisionKey } from '../../spec/decision-id.ts';
import { defineRule } from '../rule.ts';

/**
 * A text that follows a decision which another one has replaced, or which was given up, sends the agent the old way.
 * Either of the two decisions may say so. It is fine to tell how it came: a line that says that the decision is
 * superseded, or that names the new one too, is left alone.
 *
 * @example The new decision, and lines that tell the story. What is only proposed replaces nothing.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *     One process, see D2. It replaces D1.
 *     No retries: see D3, which was withdrawn.
 *     --- specs/99-key-decisions.md
 *     ## D1 — Many processes
 *     **Status:** superseded by D2
 *     ## D2 — One process
 *     ## D3 — Retries
 *     Status: Withdrawn
 *     ## D4 — One thread
 *     Status: proposed
 *     Supersedes D2
 *
 * @example The old ones.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *     Many processes, see D1.
 *     A cache for each, see D2.
 *     --- specs/99-key-decisions.md
 *     ## D1 — Many processes
 *     **Status:** superseded by D3
 *     ## D2 — A cache for each process
 *     ## D3 — One process
 *     Supersedes D2
 *     === specs/91-impl-plan.md:2:21 Unexpected decision D1, expected D3, which supersedes it; follow the new decision
 *     ===   see also specs/99-key-decisions.md:2:1
 *     === specs/91-impl-plan.md:3:23 Unexpected decision D2, expected D3, which supersedes it; follow the new decision
 *     ===   see also specs/99-key-decisions.md:5:1
 *
 * @example One that was given up, in Chinese, and one in a table.
 *
 *     --- specs/10-input.md
 *     按 D1 处理，见 D2。
 *     --- specs/99-key-decisions.md
 *     | ID | 决策 | 状态   |
 *     | -- | ---- | ------ |
 *     | D1 | 重试 | 已撤回 |
 *     | D2 | 缓存 | 已接受 |
 *     === specs/10-input.md:1:3 Unexpected decision D1 with the status "已撤回", expected one that holds; follow that one, or take the words out
 *     ===   see also specs/99-key-decisions.md:3:1
 */
export const supersededDecision = defineRule({
  id: 'superseded-decision',
  recommended: 'warning',
  check(context, report) {
    for (const { id, path, line, index, text, gone } of decisionReferences(context).references) {
      if (!gone || tellsHowItCame(text, gone.by)) continue;
      const message =
        gone.by === null
          ? `Unexpected decision ${id} with the status "${gone.status}", expected one that holds; follow that one, or take the words out`
          : `Unexpected decision ${id}, expected ${gone.by}, which supersedes it; follow the new decision`;
      report({ message, ...placeIn(path, line, index, index + id.length), other: gone.at });
    }
  },
});

function tellsHowItCame(text: string, now: string | null): boolean {
  if (
    /supersed|replac|obsolet|withdr[ae]w|reject|deprecat|abandon|revok|取代|替代|代替|废弃|弃用|撤回|否决|廃止|却下/i.test(
      text,
    )
  )
    return true;
  return now !== null && (text.includes(now) || text.includes(decisionKey(now)));
}

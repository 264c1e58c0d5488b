import { decisionKey } from '../../spec/decisions.ts';
import { placeIn } from '../context.ts';
import { decisionReferences } from '../decision-references.ts';
import { defineRule } from '../rule.ts';

/**
 * A text that follows a decision which another one has replaced sends the agent the old way. It is fine to tell how it
 * came: a line that says that the decision is superseded, or that names the new one too, is left alone.
 *
 * @example The new decision, and a line that tells the story.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *     One process, see D2. It replaces D1.
 *     --- specs/99-key-decisions.md
 *     ## D1 — Many processes
 *     **Status:** superseded by D2
 *     ## D2 — One process
 *
 * @example The old one.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *     Many processes, see D1.
 *     --- specs/99-key-decisions.md
 *     ## D1 — Many processes
 *     **Status:** superseded by D2
 *     ## D2 — One process
 *     === specs/91-impl-plan.md:2:21 Unexpected decision D1, expected D2, which supersedes it; follow the new decision
 *     ===   see also specs/99-key-decisions.md:2:1
 */
export const supersededDecision = defineRule({
  id: 'superseded-decision',
  recommended: 'warning',
  check(context, report) {
    for (const { id, path, line, index, text, decision } of decisionReferences(context).references) {
      const now = decision?.supersededBy;
      if (!decision || !now || tellsHowItCame(text, now.id)) continue;
      const message = `Unexpected decision ${id}, expected ${now.id}, which supersedes it; follow the new decision`;
      const other = { path: decision.path, line: now.line, column: 1 };
      report({ message, ...placeIn(path, line, index, index + id.length), other });
    }
  },
});

function tellsHowItCame(text: string, now: string): boolean {
  return (
    /supersed|replac|obsolet|取代|替代|代替|废弃|廃止/i.test(text) ||
    text.includes(now) ||
    text.includes(decisionKey(now))
  );
}

import { defineRule } from '../rule.ts';
import { withEnding } from './reference-ending.ts';
import { mustResolve } from './spec-reference.ts';

/**
 * A Spec cell whose words cannot be followed tells the agent nothing. It may be meant so: `Research memo` says where a
 * result is going to be.
 *
 * @example A number, a link, a path that is there.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec                   |
 *     | --- | ---------- | ---------------------- |
 *     | 1.1 | Read input | [Input](./10-input.md) |
 *     | 1.2 | Log it     | specs/10-input.md      |
 *     --- specs/10-input.md
 *     # Input
 *
 * @example Words, and code that is not there yet.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec       |
 *     | --- | ---------- | ---------- |
 *     | 1.1 | Read input | new spec   |
 *     | 1.2 | Log it     | `src/a.rs` |
 *     === specs/91-impl-plan.md:5:22 Unexpected "new spec" as the spec of task 1.1, expected a spec number, link or Markdown file; cite a spec if the agent needs to read one
 *     === specs/91-impl-plan.md:6:22 Unexpected "`src/a.rs`" as the spec of task 1.2, expected a spec number, link or Markdown file; cite a spec if the agent needs to read one
 */
export const unclearReference = defineRule({
  id: 'unclear-reference',
  recommended: 'info',
  check(context, report) {
    for (const cited of context.cited) {
      const { task, citation, at, resolution } = cited;
      if ('ok' in resolution || mustResolve(citation) || withEnding(cited, context) !== null) continue;
      const message =
        `Unexpected "${citation.text}" as the spec of task ${task.id}, expected a spec number, link or Markdown file; ` +
        'cite a spec if the agent needs to read one';
      report({ message, at, end: { line: at.line, column: at.column + citation.text.length } });
    }
  },
});

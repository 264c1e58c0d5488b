import type { Citation } from '../../spec/citation.ts';
import { defineRule } from '../rule.ts';

/**
 * What a Spec cell cites has to be there, and has to be one thing: it is what the task's agent is told. A bare path may
 * say where a result is going to be, so only numbers, links to Markdown files and anchors must resolve.
 *
 * @example It cites a file by its number, and one of its sections.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec     |
 *     | --- | ---------- | -------- |
 *     | 1.1 | Read input | 10 § 2.1 |
 *     | 1.2 | Write it   | 10       |
 *     --- specs/10-input.md
 *     ## 2.1 Limits
 *
 * @example There is no such file or section, and two files have one number.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec   |
 *     | --- | ---------- | ------ |
 *     | 1.1 | Read input | 99     |
 *     | 1.2 | Write it   | 10 § 7 |
 *     | 1.3 | Log it     | 20     |
 *     --- specs/10-input.md
 *     ## 2.1 Limits
 *     --- specs/20-log.md
 *     --- specs/20-logging.md
 *     === specs/91-impl-plan.md:5:22 Unexpected citation "99" of task 1.1, expected a file specs/99-*.md; correct the citation or write what it cites
 *     === specs/91-impl-plan.md:6:22 Unexpected citation "10 § 7" of task 1.2, expected a heading § 7 in specs/10-input.md; correct the citation or write what it cites
 *     === specs/91-impl-plan.md:7:22 Unexpected citation "20" of task 1.3, expected one file specs/20-*.md (there are specs/20-log.md, specs/20-logging.md); correct the citation or write what it cites
 */
export const specReference = defineRule({
  id: 'spec-reference',
  recommended: 'error',
  check({ cited }, report) {
    for (const { task, citation, at, resolution } of cited) {
      if ('ok' in resolution || !mustResolve(citation)) continue;
      const message =
        `Unexpected citation "${citation.text}" of task ${task.id}, expected ${resolution.missing}; ` +
        'correct the citation or write what it cites';
      report({ message, at, end: { line: at.line, column: at.column + citation.text.length } });
    }
  },
});

/** Code and folders are not read as specs. */
export function mustResolve(citation: Citation): boolean {
  if (citation.kind === 'number') return true;
  if (citation.kind === 'unclear') return false;
  return citation.anchor !== null || (citation.kind === 'link' && /\.md$/i.test(citation.path));
}

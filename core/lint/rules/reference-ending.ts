import { posix } from 'node:path';
import { resolveCitation } from '../../spec/resolve.ts';
import type { CitedSpec, LintContext } from '../context.ts';
import { defineRule } from '../rule.ts';
import { mustResolve } from './spec-reference.ts';

/**
 * A Spec cell that names a file without its `.md` names nothing: the task's agent is not told of it. It is not written
 * for the author, since a folder of that name may be what the task is going to bring.
 *
 * @example A file, a folder, and a path of which nothing is there yet.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec         |
 *     | --- | ---------- | ------------ |
 *     | 1.1 | Read input | specs/a.md   |
 *     | 1.2 | Log it     | specs/logs   |
 *     | 1.3 | Look at it | specs/survey |
 *     --- specs/a.md
 *     --- specs/logs.md
 *     --- specs/logs/format.md
 *
 * @example The file has an ending.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec            |
 *     | --- | ---------- | --------------- |
 *     | 1.1 | Read input | specs/input     |
 *     | 1.2 | Log it     | [input](input)  |
 *     --- specs/input.md
 *     === specs/91-impl-plan.md:5:22 Unexpected "specs/input" as the spec of task 1.1, expected a file or folder that is there; did you mean specs/input.md?
 *     === specs/91-impl-plan.md:6:22 Unexpected "[input](input)" as the spec of task 1.2, expected a file or folder that is there; did you mean specs/input.md?
 */
export const referenceEnding = defineRule({
  id: 'reference-ending',
  recommended: 'warning',
  check(context, report) {
    for (const cited of context.cited) {
      const { task, citation, at } = cited;
      const meant = withEnding(cited, context);
      if (meant === null) continue;
      const message = `Unexpected "${citation.text}" as the spec of task ${task.id}, expected a file or folder that is there; did you mean ${meant}?`;
      report({ message, at, end: { line: at.line, column: at.column + citation.text.length } });
    }
  },
});

/** The file that a citation would name with `.md` behind its path, where it names nothing without. */
export function withEnding({ citation, resolution }: CitedSpec, { plan, files, exists }: LintContext): string | null {
  if (!plan || 'ok' in resolution || mustResolve(citation) || !('path' in citation) || citation.path === '')
    return null;
  const { path } = citation;
  if (exists(path) || exists(posix.join(posix.dirname(plan.path), path))) return null;
  const meant = resolveCitation({ ...citation, path: `${path}.md`, sections: [] }, files, plan.path);
  return 'ok' in meant ? (meant.ok[0]?.path ?? null) : null;
}

import type { Citation } from '../../spec/citation.ts';
import type { CitedSpec, LintContext } from '../context.ts';
import type { Diagnostic } from '../diagnostic.ts';

/**
 * What a Spec cell cites has to be there, because it is what the task's agent is told.
 *
 *     | #   | Task        | Spec     |
 *     | --- | ----------- | -------- |
 *     | 1.1 | Read input  | 10 § 2.1 |   fine, if specs/10-input.md has a heading "2.1 …"
 *     | 1.2 | Write it    | 99       |   error: no file 99-*.md
 *     | 1.3 | Log it      | somehow  |   info: not a citation that can be followed
 *     | 1.4 | Document it |          |   warning: the other rows cite something; write — for none
 */
export function specReference(context: LintContext): Diagnostic[] {
  return [...context.cited.flatMap(broken), ...emptyCells(context)];
}

function broken({ task, citation, at, resolution }: CitedSpec): Diagnostic[] {
  if ('ok' in resolution) return [];
  if (mustResolve(citation)) {
    const message =
      `Unexpected citation "${citation.text}" of task ${task.id}, expected ${resolution.missing}; ` +
      'correct the citation or write what it cites';
    return [{ rule: 'spec-reference', severity: 'error', message, at }];
  }
  const message =
    `Unexpected "${citation.text}" as the spec of task ${task.id}, expected a spec number, link or Markdown file; ` +
    'cite a spec if the agent needs to read one';
  return [{ rule: 'spec-reference', severity: 'info', message, at }];
}

/** A bare path may say where a task's result is going to be (`Lands in`), and code and folders are not read as specs. */
function mustResolve(citation: Citation): boolean {
  if (citation.kind === 'number') return true;
  if (citation.kind === 'unclear') return false;
  return citation.anchor !== null || (citation.kind === 'link' && /\.md$/i.test(citation.path));
}

function emptyCells({ plan, phase }: LintContext): Diagnostic[] {
  if (phase.tasks.every((task) => task.spec === '')) return [];
  return phase.tasks
    .filter((task) => task.spec === '')
    .map((task) => ({
      rule: 'spec-reference',
      severity: 'warning',
      message: `Unexpected empty Spec cell of task ${task.id}, expected a citation as in the other rows; add one, or — for none`,
      at: { path: plan.path, line: task.line, column: 1 },
    }));
}

import { fail, ok, type Result } from '../failure.ts';
import { markdownLines } from '../markdown/lines.ts';
import { hashOfLine } from '../markdown/range.ts';
import { withMark, withoutMark } from '../plan/findings/finding-state.ts';
import type { Finding, FindingState } from '../plan/findings/finding.ts';
import { readPlan } from '../plan/read.ts';

/**
 * The backlog with another state of one finding, as a mark such as `(FIXED)` behind the words of its entry, or `(FIXED in
 * 1a2b3c4)` where the commit is known. Not a byte changes elsewhere. Refused if the entry's line is not the one that was
 * read.
 */
export function setFindingState(
  path: string,
  content: string,
  finding: Finding,
  state: FindingState,
  commit?: string,
): Result<string> {
  const { line: number, column, endColumn, hash } = finding.range;
  const line = markdownLines(content)[number - 1];
  if (!line || hashOfLine(line.text) !== hash) {
    const name = finding.id === '' ? `"${finding.title}"` : finding.id;
    const message = `Unexpected line ${number}, expected the entry of finding ${name} as it was read; read the backlog again`;
    return fail('plan-changed', message, { path, line: number, column });
  }
  if (finding.state === state) return ok(content);
  const start = line.start + column - 1;
  const words = line.text.slice(column - 1, endColumn - 1);
  const unmarked = edited(withoutMark(words));
  const isSaid = commit === undefined && stateIn(unmarked) === state;
  return ok(isSaid ? unmarked : edited(withMark(words, state, commit)));

  function edited(replacement: string): string {
    return content.slice(0, start) + replacement + content.slice(start + words.length);
  }

  /** What the entry says without a mark: its section or a strike-through may speak for it. */
  function stateIn(text: string): FindingState | undefined {
    return readPlan(path, text, 'backlog').findings.find((other) => other.line === number)?.state;
  }
}

import type { Diagnostic } from '../lint/diagnostic.ts';
import { hasBoxes, oddBoxes } from '../markdown/items.ts';
import { longestLine, unclosedBlocks, type Line } from '../markdown/lines.ts';
import { isDelimiterRow } from '../markdown/table.ts';
import { fieldsOfNoBox } from './phases/work-boxes.ts';
import type { Unparsed } from './plan.ts';

/** A larger file is not looked at: nobody writes it by hand, and Nx reads plans whenever it computes its graph. */
export const largestFile = 8 * 1024 * 1024;

/** What of a Markdown file cannot be read, whatever its format. */
export interface FileProblems {
  readonly problems: readonly Diagnostic[];
  readonly unparsed: readonly Unparsed[];
}

export function fileProblems(path: string, lines: readonly Line[]): FileProblems {
  const long = lines.filter((line) => line.kind === 'too-long').map((line) => tooLong(path, line));
  const unclosed = unclosedBlocks(lines).map((line) => notClosed(path, line));
  return {
    problems: [...long, ...unclosed],
    unparsed: [
      ...long.map(({ message, at: { line } }) => ({ line, endLine: line, reason: message })),
      ...oddBoxes(lines).map(({ number }) => ({ line: number, endLine: number, reason: oddBox })),
      ...fieldsOfNoBox(lines).map(({ number }) => ({ line: number, endLine: number, reason: fieldOfNoBox })),
      ...lines.filter(isIndentedWork).map(({ number }) => ({ line: number, endLine: number, reason: indentedWork })),
    ],
  };
}

const oddBox = 'This looks like a box, but only "[ ]" and "[x]" at the start of an item are read; write one of them.';

const fieldOfNoBox =
  'This stands below nested boxes and may belong to any of them; indent it to where the words of its item start.';

const indentedWork =
  'This is indented by four columns or more outside of a list, which makes it code; indent it less if it is meant.';

/** A box, or what stands below the header of a table. */
function isIndentedWork(line: Line): boolean {
  if (line.kind !== 'indented-code') return false;
  return hasBoxes([{ ...line, kind: 'text' }]) || (line.text.includes('|') && isDelimiterRow(line.text));
}

/** What is said in place of a plan if its file is too large. */
export function tooLarge(path: string, bytes: number): FileProblems {
  const message = `Unexpected file of ${bytes} bytes, expected at most ${largestFile}; divide the plan into several files`;
  return {
    problems: [{ rule: 'plan-syntax', severity: 'error', message, at: { path, line: 1, column: 1 } }],
    unparsed: [{ line: 1, endLine: 1, reason: message }],
  };
}

function tooLong(path: string, { number, text }: Line): Diagnostic {
  const message = `Unexpected line of ${text.length} characters, expected at most ${longestLine} bytes; break it`;
  return { rule: 'plan-syntax', severity: 'error', message, at: { path, line: number, column: 1 } };
}

function notClosed(path: string, { kind, number }: Line): Diagnostic {
  const what =
    kind === 'comment'
      ? 'a comment that nothing closes, expected --> behind it'
      : kind === 'html-start'
        ? 'an element that nothing closes, expected its closing tag before the end of its item or of the file'
        : 'a code fence that nothing closes, expected the same marks on a line behind the code';
  const message = `Unexpected ${what}; add it, because what follows may be read otherwise than it is meant`;
  return { rule: 'plan-syntax', severity: 'error', message, at: { path, line: number, column: 1 } };
}

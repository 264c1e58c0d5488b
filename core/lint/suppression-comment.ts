import { withoutCodeSpans } from '../markdown/code-spans.ts';
import { indentedCode } from '../markdown/indented-code.ts';
import { isBlank, type Line } from '../markdown/lines.ts';
import type { SpecFile } from '../spec/section.ts';
import { linesOf } from './context.ts';

/**
 * A comment that stands alone on its line: `<!-- phasewright-disable-next-line rule-a rule-b: reason -->`, in TOML
 * `# phasewright-disable-next-line rule-a rule-b: reason`.
 */
export interface SuppressionComment {
  readonly line: Line;
  /** Its first word, such as `phasewright-disable`, as written. */
  readonly verb: string;
  /** Offset in the line where the comment opens. */
  readonly from: number;
  /** Whether nothing but blanks stands in front of it. */
  readonly isAlone: boolean;
  readonly rules: readonly NamedRule[];
  /** Empty where none is written. */
  readonly reason: string;
  /** Whether the comment ends on its line. */
  readonly isClosed: boolean;
  /** The line that `disable-next-line` speaks of: the next that is neither blank nor such a comment. */
  readonly next: number | undefined;
  /** Whether it stands between two rows of a table, which ends the table. */
  readonly isInTable: boolean;
}

export interface NamedRule {
  readonly id: string;
  /** Offset in the line. */
  readonly from: number;
}

/** The suppression comments of a file, in order. Text in code and in strings is not read. */
export function suppressionComments(file: SpecFile): SuppressionComment[] {
  // Most files have none, and need no second look.
  if (!/phasewright-/i.test(file.content)) return [];
  const lines = linesOf(file);
  const startOf = file.path.endsWith('.toml') ? tomlComments(file.content) : markdownComments(lines);
  const comments: SuppressionComment[] = [];
  let next: number | undefined;
  for (const line of lines.toReversed()) {
    const written = readComment(line, startOf(line));
    if (written) comments.push({ ...written, line, next, isInTable: isInTable(lines, line) });
    if (!isBlank(line) && !written?.isAlone) next = line.number;
  }
  return comments.toReversed();
}

type StartOf = (line: Line) => number;

/** A comment in a list is indented, and text to the line scan. */
function markdownComments(lines: readonly Line[]): StartOf {
  const code = indentedCode(lines);
  return ({ kind, number, text }) => {
    if (kind === 'comment') return text.trimStart().startsWith('<!--') ? text.indexOf('<!--') : -1;
    return kind === 'text' && !code.has(number) ? withoutCodeSpans(text).search(/<!--+\s*phasewright-/i) : -1;
  };
}

/** A `#` inside a string opens no comment, and strings may have many lines. */
function tomlComments(content: string): StartOf {
  const tokens = /"""(?:[^\\]|\\[\s\S])*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|#[^\n]*/g;
  const starts = [...content.matchAll(tokens)].filter(([token]) => token[0] === '#').map(({ index }) => index);
  const inLine = new Map<number, number>();
  for (const index of starts) inLine.set(content.lastIndexOf('\n', index) + 1, index);
  // A byte order mark is in front of the first line.
  return ({ start }) => (inLine.get(start) ?? inLine.get(start - 1) ?? start - 1) - start;
}

type Written = Pick<SuppressionComment, 'verb' | 'rules' | 'reason' | 'isClosed' | 'from' | 'isAlone'>;

function readComment({ text }: Line, opens: number): Written | null {
  if (opens < 0) return null;
  const mark = /^(?:<!--+|#+)\s*(?=phasewright-[a-z])/i.exec(text.slice(opens))?.[0];
  if (mark === undefined) return null;
  const isMarkdown = mark.startsWith('<!--');
  const word = opens + mark.length;
  const closing = text.indexOf('-->', word);
  const end = isMarkdown && closing >= 0 ? closing : text.length;
  const [verb = ''] = /^[a-z-]*[a-z]/i.exec(text.slice(word, end)) ?? [];
  const from = word + verb.length;
  const rest = text.slice(from, end);
  const colon = rest.search(/[:：]/);
  const named = colon < 0 ? rest : rest.slice(0, colon);
  return {
    verb,
    from: opens,
    isAlone: text.slice(0, opens).trim() === '',
    rules: [...named.matchAll(/[^\s,，、]+/g)].map(({ 0: id, index }) => ({ id, from: from + index })),
    reason: colon < 0 ? '' : rest.slice(colon + 1).trim(),
    isClosed: !isMarkdown || closing >= 0,
  };
}

function isInTable(lines: readonly Line[], { number }: Line): boolean {
  return isRow(lines[number - 2]) && isRow(lines[number]);
}

function isRow(line: Line | undefined): boolean {
  return line?.kind === 'text' && line.text.trimStart().startsWith('|');
}
